import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookRequest, WebhookSecrets } from "../network.ts";

export const SIGNATURE_HEADER = "x-hub-signature-256";

/**
 * Checks `X-Hub-Signature-256`: an HMAC of the raw body under the app secret. The older sha1 header is not looked at.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function isAuthentic({ headers, body }: WebhookRequest, { appSecrets }: WebhookSecrets): boolean {
  const given = Buffer.from(headers[SIGNATURE_HEADER] ?? "");
  const isSigned = (bytes: Uint8Array) => appSecrets.some((secret) => matches(given, bytes, secret));
  return isSigned(body) || isSignedEscaped(body, isSigned);
}

/**
 * Meta signs a form in which everything beyond ASCII is escaped, and normally sends that very form. Should a body
 * arrive unescaped, its escaped form is tried once.
 */
function isSignedEscaped(body: Uint8Array, isSigned: (bytes: Uint8Array) => boolean): boolean {
  if (body.every((byte) => byte < 0x80)) return false;
  return isSigned(Buffer.from(escapeUnicode(Buffer.from(body).toString("utf8")), "ascii"));
}

/** `é` becomes `\u00e9`, in lower-case hexadecimal, as Meta writes it. */
export function escapeUnicode(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** As text: decoding hexadecimal first would overlook letters' case and whatever follows the last digit. */
function matches(given: Uint8Array, bytes: Uint8Array, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
