import * as z from "zod";
import { type Json, JsonValue } from "../json.ts";
import { resolve, type Scope } from "./resolve.ts";

type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Texts = z.array(Text);
const Pair = z.tuple([JsonValue, JsonValue]);
const Operands = z.array(JsonValue);

const text = (value: Json, scope: Scope) => Text.parse(resolve(value, scope));
const texts = (value: Json, scope: Scope) => Texts.parse(resolve(value, scope));

/** The functions that may stand in a template: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(z.string().parse(argument)),
  Condition: (argument, scope) => scope.condition(z.string().parse(argument)),
  "Fn::GetAtt": getAttribute,
  "Fn::Sub": substitute,
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = Pair.parse(argument);
    return texts(parts, scope).join(text(separator, scope));
  },
  "Fn::Split": (argument, scope) => {
    const [separator, source] = Pair.parse(argument);
    return text(source, scope).split(text(separator, scope));
  },
  "Fn::Select": (argument, scope) => {
    const [index, list] = Pair.parse(argument);
    return Operands.parse(resolve(list, scope))[Number(text(index, scope))];
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, key, name] = z.tuple([JsonValue, JsonValue, JsonValue]).parse(argument);
    return scope.mapping(text(map, scope), text(key, scope), text(name, scope));
  },
  "Fn::ImportValue": (argument, scope) => scope.importValue(text(argument, scope)),
  "Fn::ToJsonString": (argument, scope) => JSON.stringify(resolve(argument, scope)),
  "Fn::If": (argument, scope) => {
    const [name, then, otherwise] = z.tuple([z.string(), JsonValue, JsonValue]).parse(argument);
    return resolve(scope.condition(name) ? then : otherwise, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = Pair.parse(argument);
    return JSON.stringify(resolve(left, scope)) === JSON.stringify(resolve(right, scope));
  },
  "Fn::Not": (argument, scope) => Operands.parse(argument).every((each) => resolve(each, scope) !== true),
  "Fn::And": (argument, scope) => Operands.parse(argument).every((each) => resolve(each, scope) === true),
  "Fn::Or": (argument, scope) => Operands.parse(argument).some((each) => resolve(each, scope) === true),
  "Fn::GetAZs": (_argument, scope) => ["a", "b", "c"].map((zone) => `${scope.ref("AWS::Region")}${zone}`),
};

function getAttribute(argument: Json, scope: Scope): Json | undefined {
  const [logicalId = "", ...names] = typeof argument === "string" ? argument.split(".") : Texts.parse(argument);
  return scope.attribute(logicalId, names.join("."));
}

/** `${Name}`, `${Resource.Attribute}`, and `${!literal}`. */
function substitute(argument: Json, scope: Scope): Json {
  const [template, values] =
    typeof argument === "string"
      ? [argument, {}]
      : z.tuple([z.string(), z.record(z.string(), JsonValue)]).parse(argument);
  return template.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    const value = values[name];
    if (value !== undefined) return text(value, scope);
    return Text.parse(name.includes(".") ? getAttribute(name, scope) : scope.ref(name));
  });
}
