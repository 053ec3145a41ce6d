import { describe, expect, it } from "vitest";
import { compilePattern } from "#local/runtime/events/event-pattern.ts";
import type { JsonObject } from "#local/runtime/json.ts";

const uploaded: JsonObject = {
  source: "aws.s3",
  "detail-type": "Object Created",
  detail: {
    bucket: { name: "calendars-dev" },
    object: { key: "calendars/été.csv", size: 120, tags: ["red", "blue"] },
    reason: "PutObject",
    nothing: null,
    parts: [{ id: 1 }, { id: 2, name: "b" }],
  },
};

const inDetail = (detail: JsonObject): JsonObject => ({ detail });
const inObject = (object: JsonObject): JsonObject => ({ detail: { object } });

describe("compilePattern", () => {
  it.each<[string, JsonObject, boolean]>([
    ["an exact value", { source: ["aws.s3"] }, true],
    ["one of several values", { source: ["aws.sqs", "aws.s3"] }, true],
    ["another value", { source: ["aws.sqs"] }, false],
    ["every field", { source: ["aws.s3"], "detail-type": ["Object Deleted"] }, false],
    ["null", inDetail({ nothing: [null] }), true],
    ["a missing field", inDetail({ missing: ["x"] }), false],
    ["a number", inObject({ size: [120] }), true],
    ["a number as text", inObject({ size: ["120"] }), false],
    ["a prefix", inObject({ key: [{ prefix: "calendars/" }] }), true],
    ["another prefix", inObject({ key: [{ prefix: "reports/" }] }), false],
    ["a prefix in any case", inObject({ key: [{ prefix: { "equals-ignore-case": "CALENDARS/" } }] }), true],
    ["a suffix", inObject({ key: [{ suffix: "é.csv" }] }), true],
    ["a suffix of a number", inObject({ size: [{ suffix: "0" }] }), false],
    ["any case", inDetail({ reason: [{ "equals-ignore-case": "putobject" }] }), true],
    ["a wildcard", inObject({ key: [{ wildcard: "calendars/*.csv" }] }), true],
    ["a wildcard that is not a regular expression", inObject({ key: [{ wildcard: "calendars.*" }] }), false],
    ["a range", inObject({ size: [{ numeric: [">", 100, "<=", 120] }] }), true],
    ["the edge of a range", inObject({ size: [{ numeric: ["<", 120] }] }), false],
    ["a field that exists", inDetail({ reason: [{ exists: true }] }), true],
    ["a field that does not exist", inDetail({ reason: [{ exists: false }] }), false],
    ["the absence of a nested field", inDetail({ other: { deep: [{ exists: false }] } }), true],
    ["anything but a value", inDetail({ reason: [{ "anything-but": "CopyObject" }] }), true],
    ["anything but a list", inDetail({ reason: [{ "anything-but": ["PutObject", "x"] }] }), false],
    ["anything but a prefix", inObject({ key: [{ "anything-but": { prefix: "calendars/" } }] }), false],
    ["anything but several prefixes", inObject({ key: [{ "anything-but": { prefix: ["a", "b"] } }] }), true],
    ["anything but, of a missing field", inDetail({ missing: [{ "anything-but": "x" }] }), false],
    ["an element of an array", inObject({ tags: ["blue"] }), true],
    ["no element of an array", inObject({ tags: ["green"] }), false],
    ["an object in an array", inDetail({ parts: { id: [2], name: ["b"] } }), true],
    ["fields of different objects in an array", inDetail({ parts: { id: [1], name: ["b"] } }), false],
    ["either of two patterns", inDetail({ $or: [{ reason: ["x"] }, { bucket: { name: ["calendars-dev"] } }] }), true],
    ["neither of two patterns", inDetail({ $or: [{ reason: ["x"] }, { reason: ["y"] }] }), false],
  ])("tells whether an event has %s", (_name, pattern, expected) => {
    expect(compilePattern(pattern)(uploaded)).toBe(expected);
  });

  it("refuses an operator that it does not know", () => {
    expect(() => compilePattern({ source: [{ cidr: "10.0.0.0/24" }] })).toThrow('"cidr" is not emulated locally');
  });
});
