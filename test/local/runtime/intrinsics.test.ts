import { describe, expect, it } from "vitest";
import type { Json } from "#local/runtime/json.ts";
import type { Scope } from "#local/runtime/template/intrinsics.ts";
import { resolve } from "#local/runtime/template/resolve.ts";

/** A placeholder of `Fn::Sub`. */
const of = (name: string) => `\${${name}}`;

const scope: Scope = {
  ref: (name) => ({ Stage: "dev", "AWS::Region": "eu-west-3", Names: ["a", "b"] })[name],
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  condition: (name) => name === "IsProd",
  mapping: (map, key, name) => `${map}-${key}-${name}`,
  importValue: (name) => `imported ${name}`,
};

describe("resolve", () => {
  it.each<[string, Json, Json | undefined]>([
    ["Ref", { Ref: "Stage" }, "dev"],
    ["Ref of AWS::NoValue", { kept: 1, dropped: { Ref: "AWS::NoValue" } }, { kept: 1 }],
    ["GetAtt as a list", { "Fn::GetAtt": ["Queue", "Arn"] }, "Queue/Arn"],
    ["GetAtt as text", { "Fn::GetAtt": "Queue.Nested.Arn" }, "Queue/Nested.Arn"],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "Stage" }, 3]] }, "a-dev-3"],
    ["Join of a list reference", { "Fn::Join": [",", { Ref: "Names" }] }, "a,b"],
    ["Sub", { "Fn::Sub": `x-${of("Stage")}-${of("Queue.Arn")}-${of("!Literal")}` }, `x-dev-Queue/Arn-${of("Literal")}`],
    [
      "Sub with values",
      { "Fn::Sub": [`${of("Own")}/${of("AWS::Region")}`, { Own: { Ref: "Stage" } }] },
      "dev/eu-west-3",
    ],
    ["Split and Select", { "Fn::Select": [1, { "Fn::Split": [":", "a:b:c"] }] }, "b"],
    ["If, true", { "Fn::If": ["IsProd", "yes", "no"] }, "yes"],
    ["If, false", { "Fn::If": ["IsDev", "yes", { Ref: "Stage" }] }, "dev"],
    ["Equals", { "Fn::Equals": [{ Ref: "Stage" }, "dev"] }, true],
    ["Not", { "Fn::Not": [{ Condition: "IsProd" }] }, false],
    ["And", { "Fn::And": [{ Condition: "IsProd" }, { "Fn::Equals": ["a", "b"] }] }, false],
    ["Or", { "Fn::Or": [{ Condition: "IsProd" }, { "Fn::Equals": ["a", "b"] }] }, true],
    ["FindInMap", { "Fn::FindInMap": ["Sizes", { Ref: "Stage" }, "memory"] }, "Sizes-dev-memory"],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": `${of("Stage")}:Bus` } }, "imported dev:Bus"],
    ["ToJsonString", { "Fn::ToJsonString": { a: { Ref: "Stage" } } }, '{"a":"dev"}'],
    ["plain values inside lists", [{ Ref: "Stage" }, { a: [true, null] }], ["dev", { a: [true, null] }]],
  ])("resolves %s", (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it("refuses a function that it does not know", () => {
    expect(() => resolve({ "Fn::Transform": {} }, scope)).toThrow("Fn::Transform is not emulated locally");
  });
});
