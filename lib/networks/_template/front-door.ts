import { createHmac, timingSafeEqual } from "node:crypto";
import type { FrontDoor, WebhookAnswer, WebhookRequest, WebhookSecrets } from "../network.ts";

/** https://docs.sample.example/webhooks */
export const frontDoor: FrontDoor = { handshake, isAuthentic };

function handshake({ method, query }: WebhookRequest, { verifyToken }: WebhookSecrets): WebhookAnswer | undefined {
  if (method !== "GET" || query.challenge === undefined) return undefined;
  if (!verifyToken || query.token !== verifyToken) return { status: 403, contentType: "text/plain", body: "" };
  return { status: 200, contentType: "text/plain", body: query.challenge };
}

/** Over the raw bytes, in constant time, with every secret that is still good: the newest comes first. */
function isAuthentic({ headers, body }: WebhookRequest, { appSecrets }: WebhookSecrets): boolean {
  const given = Buffer.from(headers["x-sample-signature"] ?? "");
  const matches = appSecrets.map((secret) => {
    const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.includes(true);
}
