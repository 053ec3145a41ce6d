import * as z from "zod";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import type { Webhook } from "../network.ts";
import { frontDoor } from "./front-door.ts";
import { Delivery, MessageEvent } from "./wire.ts";

export const webhook: Webhook = { ...frontDoor, events };

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
