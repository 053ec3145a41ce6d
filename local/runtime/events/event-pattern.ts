import * as z from "zod";
import { isObject, type Json, type JsonObject } from "../json.ts";

export type Matcher = (event: Json | undefined) => boolean;

/**
 * An EventBridge pattern as a function.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @throws for an operator that is not known: a pattern never matches too much or too little in silence
 */
export function compilePattern(pattern: JsonObject): Matcher {
  const fields = Object.entries(pattern).map(([name, expected]) =>
    name === "$or"
      ? anyOf(z.array(z.record(z.string(), z.json())).parse(expected).map(compilePattern))
      : field(name, expected),
  );
  return (event) => fields.every((matches) => matches(event));
}

function field(name: string, expected: Json): Matcher {
  if (Array.isArray(expected)) {
    const matches = anyOf(expected.map(leaf));
    return (event) => (isObject(event) ? matches(event[name]) : matches(undefined));
  }
  if (!isObject(expected)) throw new Error(`the event pattern's field ${name} is neither a list nor an object`);
  const matches = compilePattern(expected);
  return (event) => {
    const value = isObject(event) ? event[name] : undefined;
    return Array.isArray(value) ? value.some((each) => matches(each)) : matches(value);
  };
}

function leaf(expected: Json): Matcher {
  if (!isObject(expected)) return each((value) => value === expected);
  const [[operator, argument] = ["", null]] = Object.entries(expected);
  if (operator === "exists") return (value) => (value !== undefined) === argument;
  return each(operation(operator, argument));
}

/** An array in the event matches when one of its elements does. */
function each(matches: (value: Json) => boolean): Matcher {
  return (value) => {
    if (value === undefined) return false;
    return Array.isArray(value) ? value.some(matches) : matches(value);
  };
}

function operation(operator: string, argument: Json): (value: Json) => boolean {
  switch (operator) {
    case "prefix":
      return affix(argument, (value, expected) => value.startsWith(expected));
    case "suffix":
      return affix(argument, (value, expected) => value.endsWith(expected));
    case "equals-ignore-case":
      return text(argument, (value, expected) => value.toLowerCase() === expected.toLowerCase());
    case "wildcard":
      return text(argument, (value, expected) => wildcard(expected).test(value));
    case "numeric":
      return numeric(argument);
    case "anything-but":
      return anythingBut(argument);
    default:
      throw new Error(`the event pattern's operator "${operator}" is not emulated locally`);
  }
}

type TextTest = (value: string, expected: string) => boolean;

function text(argument: Json, test: TextTest): (value: Json) => boolean {
  const expected = z.string().parse(argument);
  return (value) => typeof value === "string" && test(value, expected);
}

/** `"x"`, or `{"equals-ignore-case": "x"}`. */
function affix(argument: Json, test: TextTest): (value: Json) => boolean {
  if (!isObject(argument)) return text(argument, test);
  const expected = argument["equals-ignore-case"] ?? null;
  return text(expected, (value, wanted) => test(value.toLowerCase(), wanted.toLowerCase()));
}

function wildcard(expected: string): RegExp {
  const parts = expected.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]` */
function numeric(argument: Json): (value: Json) => boolean {
  const terms = z.array(z.union([z.string(), z.number()])).parse(argument);
  const tests = terms.flatMap((comparison, index) => {
    const bound = terms[index + 1];
    if (typeof comparison !== "string") return [];
    const compare = comparisons[comparison];
    if (!compare || typeof bound !== "number") throw new Error(`numeric ${JSON.stringify(argument)} is not understood`);
    return [(value: number) => compare(value, bound)];
  });
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

/** `"x"`, `["x", "y"]`, or an operator with one or several values, for example `{"prefix": ["x", "y"]}`. */
function anythingBut(argument: Json): (value: Json) => boolean {
  if (!isObject(argument)) {
    const unwanted = Array.isArray(argument) ? argument : [argument];
    return (value) => !unwanted.includes(value);
  }
  const tests = Object.entries(argument).flatMap(([operator, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => operation(operator, value)),
  );
  return (value) => !tests.some((test) => test(value));
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  return (value) => matchers.some((matches) => matches(value));
}
