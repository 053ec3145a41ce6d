import { invalidParameter } from "./simulator-refusal.ts";

/** One item of a `fields` parameter: `comments.limit(0).summary(total_count){id}`. */
export interface Field {
  readonly name: string;
  readonly modifiers: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
}

export function parseFields(text: string): Field[] {
  return splitTopLevel(text).map((item) => {
    const brace = item.indexOf("{");
    const head = brace === -1 ? item : item.slice(0, brace);
    const [name = "", ...rest] = head.split(/\.(?![^(]*\))/);
    const modifiers = rest.map((modifier) => /^(\w+)\((.*)\)$/.exec(modifier)?.slice(1, 3) ?? [modifier, ""]);
    return {
      name,
      modifiers: Object.fromEntries(modifiers),
      fields: brace === -1 ? [] : parseFields(item.slice(brace + 1, -1)),
    };
  });
}

function splitTopLevel(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const character of text) {
    if ("{(".includes(character)) depth += 1;
    if ("})".includes(character)) depth -= 1;
    if (character === "," && depth === 0) {
      items.push(item);
      item = "";
    } else item += character;
  }
  return [...items, item].map((each) => each.trim()).filter(Boolean);
}

export type GraphObject = Readonly<Record<string, unknown>>;

/** Answers with just the fields that were asked for, and the id, as Graph does. */
export function project(object: GraphObject, fields: readonly Field[]): GraphObject {
  const chosen = fields.map(({ name, fields: inner }) => {
    if (!(name in object)) throw invalidParameter(`Tried accessing nonexisting field (${name})`);
    return [name, projectValue(object[name], inner)];
  });
  return { ...Object.fromEntries(chosen), ...("id" in object && { id: object.id }) };
}

function projectValue(value: unknown, fields: readonly Field[]): unknown {
  if (fields.length === 0 || !isObject(value)) return value;
  if (Array.isArray(value.data)) return { ...value, data: value.data.map((each) => projectValue(each, fields)) };
  return project(value, fields);
}

function isObject(value: unknown): value is GraphObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
