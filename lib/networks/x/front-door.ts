import { createHmac, timingSafeEqual } from "node:crypto";
import type { FrontDoor, WebhookAnswer, WebhookRequest, WebhookSecrets } from "../network.ts";

const SIGNATURE_HEADER = "x-twitter-webhooks-signature";

/** https://docs.x.com/x-api/webhooks/quickstart */
export const frontDoor: FrontDoor = { signatureHeader: SIGNATURE_HEADER, handshake: answerCrc, isAuthentic };

/** X proves now and then that we still know its secret: only the newest counts. */
function answerCrc({ method, query }: WebhookRequest, { appSecrets }: WebhookSecrets): WebhookAnswer | undefined {
  const token = query.crc_token;
  const [newest] = appSecrets;
  if (method !== "GET" || !token || !newest) return undefined;
  const body = JSON.stringify({ response_token: `sha256=${sign(token, newest).toString("base64")}` });
  return { status: 200, contentType: "application/json", body };
}

function isAuthentic({ headers, body }: WebhookRequest, { appSecrets }: WebhookSecrets): boolean {
  const [algorithm, encoded] = split(headers[SIGNATURE_HEADER] ?? "");
  const given = Buffer.from(encoded, "base64");
  // Node's base64 reader forgives stray characters; a signature has one spelling.
  if (algorithm !== "sha256" || given.toString("base64") !== encoded) return false;
  const matches = appSecrets.map((secret) => isSame(given, sign(body, secret)));
  return matches.includes(true);
}

function split(signature: string): readonly [string, string] {
  const at = signature.indexOf("=");
  return [signature.slice(0, Math.max(at, 0)), signature.slice(at + 1)];
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sign(message: string | Uint8Array, secret: string): Buffer {
  return createHmac("sha256", secret).update(message).digest();
}
