import { isObject, type Json, type JsonObject } from "../json.ts";
import { intrinsics, type Scope } from "./intrinsics.ts";

/** The value with every CloudFormation function in it replaced; what resolves to `AWS::NoValue` is left out. */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== undefined);
  if (!isObject(value)) return value;

  const [first, ...others] = Object.entries(value);
  if (first && others.length === 0) {
    const [name, argument] = first;
    const intrinsic = intrinsics[name];
    if (intrinsic) return intrinsic(argument, { ...scope, resolve: (inner) => resolve(inner, scope) });
    if (name.startsWith("Fn::")) throw new Error(`the template function ${name} is not emulated locally`);
  }
  return resolveEntries(value, scope);
}

function resolveEntries(value: JsonObject, scope: Scope): JsonObject {
  const resolved: JsonObject = {};
  for (const [key, each] of Object.entries(value)) {
    const result = resolve(each, scope);
    if (result !== undefined) resolved[key] = result;
  }
  return resolved;
}
