import * as z from "zod";

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const JsonValue: z.ZodType<Json> = z.json();
export const JsonRecord: z.ZodType<JsonObject> = z.record(z.string(), JsonValue);

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text parsed, or undefined where it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JsonValue.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
