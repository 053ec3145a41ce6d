import { randomBytes } from "node:crypto";

/** 96 bits: no two writes ever get the same name, and it is stored with every item. */
export function newId(): string {
  return randomBytes(12).toString("base64url");
}
