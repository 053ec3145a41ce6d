import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import type { Webhook, WebhookAnswer, WebhookRequest, WebhookSecrets } from "../network.ts";
import { Delivery, MessageEvent } from "./wire.ts";

/** https://docs.sample.example/webhooks */
export const webhook: Webhook = { handshake, isAuthentic, events };

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

/** Every event of the delivery, and never an exception: what is not understood is kept and counted as unknown. */
function events(body: unknown): readonly InboundEvent[] {
  const delivery = Delivery.safeParse(body).data;
  return delivery ? delivery.events.map(readEvent) : [{ type: "unknown", what: "not a delivery" }];
}

/** Known, and nothing for customer service. */
const Like = z.object({ type: z.literal("like") });

function readEvent(value: unknown): InboundEvent {
  if (Like.safeParse(value).success) return { type: "ignored", what: "like" };
  const event = MessageEvent.safeParse(value).data;
  if (!event) return { type: "unknown", what: "not a message" };
  const { type: kind, channelId, messageId, threadId, postId, author, text, at } = event;
  return {
    type: "message",
    kind,
    // Of the network's own ids, so that a second delivery of the same message has the same key.
    eventKey: `sample:${channelId}:message:${messageId}`,
    channelRemoteId: channelId,
    occurredAt: new Date(at),
    remoteId: messageId,
    threadRemoteId: threadId,
    text,
    author: { remoteId: author.id, name: author.name },
    attachments: [],
    postRemoteId: postId,
    // Our own answers come back as events: they must start no clock.
    isOwn: author.id === channelId,
  };
}
