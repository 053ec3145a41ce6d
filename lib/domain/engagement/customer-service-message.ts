import * as z from "zod";
import { type Message, type MessageContent, textOf } from "./message.ts";

/**
 * What the customer-service tool receives: version 1. Each one carries the whole message as it stands, so a consumer
 * stores it under `messageId` and leaves out a `revision` that is not newer than the one it has.
 */
export const CustomerServiceMessage = z.object({
  version: z.literal(1),
  event: z.enum(["created", "edited", "deleted"]).meta({ description: "What last happened to the message." }),
  messageId: z.string().meta({ description: "Stable and opaque. The key to store and deduplicate by." }),
  revision: z.int().positive().meta({ description: "Grows with every change of the message." }),
  conversationId: z
    .string()
    .meta({ description: "Stable and opaque. The FIFO queue's message group; a reply names it." }),
  network: z.string().meta({ examples: ["facebook", "instagram", "x"] }),
  channelId: z.string().meta({ description: "The page or profile that was written to.", examples: ["facebook/acme"] }),
  kind: z.enum(["comment", "mention", "direct", "review"]),
  text: z.string().optional().meta({ description: "Absent when there is none, or the message was deleted." }),
  isComplete: z.boolean().meta({
    description:
      "False when the network told only that there is a message: look at it under `url`. An update may follow.",
  }),
  author: z.object({ remoteId: z.string(), name: z.string().optional() }).optional(),
  attachments: z.array(
    z.object({
      kind: z.enum(["image", "video", "audio", "file", "share", "story", "other"]),
      url: z.string().optional().meta({ description: "The network's own address, which usually expires." }),
    }),
  ),
  post: z
    .object({ remoteId: z.string() })
    .optional()
    .meta({ description: "The post of ours that a comment is about." }),
  inReplyTo: z.object({ remoteId: z.string(), messageId: z.string().optional() }).optional(),
  url: z.string().optional(),
  occurredAt: z.iso.datetime().meta({ description: "When it was written, by the network's clock." }),
  receivedAt: z.iso.datetime().meta({ description: "When the network told us, by our clock." }),
  editedAt: z.iso.datetime().optional(),
  deletedAt: z.iso.datetime().optional(),
});

export type CustomerServiceMessage = z.infer<typeof CustomerServiceMessage>;

export function toCustomerServiceMessage(message: Message, content: MessageContent): CustomerServiceMessage {
  const { messageId, revision, edit, deletedAt } = message;
  const { conversationId, network, channelId, kind, isComplete, author, url } = content;
  return {
    version: 1,
    event: whatHappened(message),
    messageId,
    revision,
    conversationId,
    network,
    channelId,
    kind,
    text: textOf(message),
    isComplete,
    author: author && { remoteId: author.remoteId, name: author.name },
    attachments: content.attachments.map(({ kind, url }) => ({ kind, url })),
    post: content.postRemoteId === undefined ? undefined : { remoteId: content.postRemoteId },
    inReplyTo: inReplyTo(content),
    url,
    occurredAt: content.occurredAt.toISOString(),
    receivedAt: content.receivedAt.toISOString(),
    editedAt: edit?.occurredAt.toISOString(),
    deletedAt: deletedAt?.toISOString(),
  };
}

function whatHappened({ edit, deletedAt }: Message): CustomerServiceMessage["event"] {
  if (deletedAt) return "deleted";
  return edit ? "edited" : "created";
}

function inReplyTo({ inReplyToRemoteId, inReplyToMessageId }: MessageContent): CustomerServiceMessage["inReplyTo"] {
  return inReplyToRemoteId === undefined ? undefined : { remoteId: inReplyToRemoteId, messageId: inReplyToMessageId };
}
