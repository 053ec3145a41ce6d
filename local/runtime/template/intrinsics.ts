import * as z from "zod";
import { type Json, JsonValue } from "../json.ts";

/** What the functions of a template are resolved against. */
export interface Scope {
  /** Values of parameters, resources and pseudo parameters. Undefined is `AWS::NoValue`. */
  readonly ref: (name: string) => Json | undefined;
  readonly attribute: (logicalId: string, name: string) => Json | undefined;
  readonly condition: (name: string) => boolean;
  readonly mapping: (map: string, key: string, name: string) => Json;
  readonly importValue: (name: string) => Json | undefined;
}

/** The same, with what resolves the functions within an argument. */
interface OpenScope extends Scope {
  readonly resolve: (value: Json) => Json | undefined;
}

type Intrinsic = (argument: Json, scope: OpenScope) => Json | undefined;

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Texts = z.array(Text);
const Pair = z.tuple([JsonValue, JsonValue]);
const Operands = z.array(JsonValue);

const text = (value: Json, scope: OpenScope) => Text.parse(scope.resolve(value));
const texts = (value: Json, scope: OpenScope) => Texts.parse(scope.resolve(value));

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
    return Operands.parse(scope.resolve(list))[Number(text(index, scope))];
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, key, name] = z.tuple([JsonValue, JsonValue, JsonValue]).parse(argument);
    return scope.mapping(text(map, scope), text(key, scope), text(name, scope));
  },
  "Fn::ImportValue": (argument, scope) => scope.importValue(text(argument, scope)),
  "Fn::ToJsonString": (argument, scope) => JSON.stringify(scope.resolve(argument)),
  "Fn::If": (argument, scope) => {
    const [name, then, otherwise] = z.tuple([z.string(), JsonValue, JsonValue]).parse(argument);
    return scope.resolve(scope.condition(name) ? then : otherwise);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = Pair.parse(argument);
    return JSON.stringify(scope.resolve(left)) === JSON.stringify(scope.resolve(right));
  },
  "Fn::Not": (argument, scope) => Operands.parse(argument).every((each) => scope.resolve(each) !== true),
  "Fn::And": (argument, scope) => Operands.parse(argument).every((each) => scope.resolve(each) === true),
  "Fn::Or": (argument, scope) => Operands.parse(argument).some((each) => scope.resolve(each) === true),
  "Fn::GetAZs": (_argument, scope) => ["a", "b", "c"].map((zone) => `${scope.ref("AWS::Region")}${zone}`),
};

function getAttribute(argument: Json, scope: OpenScope): Json | undefined {
  const [logicalId = "", ...names] = typeof argument === "string" ? argument.split(".") : Texts.parse(argument);
  return scope.attribute(logicalId, names.join("."));
}

/** `${Name}`, `${Resource.Attribute}`, and `${!literal}`. */
function substitute(argument: Json, scope: OpenScope): Json {
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
