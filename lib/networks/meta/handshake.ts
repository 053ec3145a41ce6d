import { createHash, timingSafeEqual } from "node:crypto";
import type { WebhookAnswer, WebhookRequest, WebhookSecrets } from "../network.ts";

/**
 * Meta's subscription check: a GET with our verify token, to be answered with its challenge.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function handshake(
  { method, query }: WebhookRequest,
  { verifyToken }: WebhookSecrets,
): WebhookAnswer | undefined {
  if (method !== "GET" || query["hub.mode"] === undefined) return undefined;
  const isOurs = query["hub.mode"] === "subscribe" && isSame(query["hub.verify_token"], verifyToken);
  if (!isOurs) return { status: 403, contentType: "text/plain", body: "verify token does not match" };
  return { status: 200, contentType: "text/plain", body: query["hub.challenge"] ?? "" };
}

/** Digests first: `timingSafeEqual` wants equal lengths, and a length is a secret as well. */
function isSame(given: string | undefined, expected: string | undefined): boolean {
  if (!given || !expected) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
