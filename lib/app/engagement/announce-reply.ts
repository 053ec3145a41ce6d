import type * as z from "zod";
import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import type { Log } from "#lib/app/log.ts";
import type { ReplyFailed, ReplyInReview, ReplySent } from "#lib/domain/engagement/events.ts";
import { unheardOf, withContent } from "#lib/domain/engagement/message.ts";
import type { AnsweredMessage, Reply } from "#lib/domain/engagement/reply.ts";
import { changeMessage } from "./change-message.ts";
import { messageIdOf } from "./ids.ts";
import type { MessageStore, Tally } from "./ports.ts";

export interface AnnounceServices {
  readonly messages: MessageStore;
  readonly channels: ChannelDirectory;
  readonly events: EventPublisher;
  readonly tally: Tally;
  readonly log: Log;
}

/** Tells how a reply ended, and puts one that was sent into its conversation. May be repeated. */
export async function announceReply(reply: Reply, services: AnnounceServices): Promise<void> {
  const { replyId, conversationId, state, target, remoteId, url, sentAt, attempt } = reply;
  const about = {
    version: 1,
    replyId,
    conversationId,
    network: target?.network,
    channelId: target?.channelId,
  } as const;
  const { reason = "unknown" } = reply;
  if (state === "sent" && target && remoteId !== undefined && sentAt) {
    await keepInConversation(reply, { target, remoteId, sentAt }, services);
    const detail = { ...about, remoteId, url, sentAt: sentAt.toISOString() } satisfies z.infer<typeof ReplySent>;
    await services.events.publish([{ type: "ReplySent", detail }]);
    services.tally.add("ReplySent");
  }
  if (state === "failed") {
    const detail = { ...about, reason } satisfies z.infer<typeof ReplyFailed>;
    await services.events.publish([{ type: "ReplyFailed", detail }]);
    services.tally.add("ReplyFailed");
  }
  if (state === "review") {
    const detail = { ...about, reason } satisfies z.infer<typeof ReplyInReview>;
    await services.events.publish([{ type: "ReplyInReview", detail }]);
    services.tally.add("ReplyInReview");
  }
  services.log.info("reply ended", { replyId, conversationId, channelId: target?.channelId, state, remoteId, attempt });
}

interface Placed {
  readonly target: AnsweredMessage;
  readonly remoteId: string;
  readonly sentAt: Date;
}

/** The network's echo of the answer has the same id, so the two become one message, whichever comes first. */
async function keepInConversation(
  { replyId, conversationId, text }: Reply,
  { target, remoteId, sentAt }: Placed,
  { channels, messages }: AnnounceServices,
): Promise<void> {
  const { network, channelId, kind, threadRemoteId, postRemoteId, messageRemoteId, messageId } = target;
  const channel = (await channels.list()).find((each) => each.channelId === channelId);
  if (!channel) return;
  const answer = unheardOf(messageIdOf({ network, channelRemoteId: channel.remoteId, remoteId }));
  const { message } = await changeMessage(
    answer,
    (known) =>
      withContent(known, {
        conversationId,
        network,
        channelId,
        direction: "outbound",
        kind,
        remoteId,
        threadRemoteId,
        text,
        author: { remoteId: channel.remoteId },
        attachments: [],
        postRemoteId,
        inReplyToRemoteId: messageRemoteId,
        inReplyToMessageId: messageId,
        occurredAt: sentAt,
        receivedAt: sentAt,
        isComplete: true,
        replyId,
      }),
    messages,
  );
  if (!message.isPending) return;
  await messages.file(message);
  await messages.settle(message);
}

/** Says that a request was not understood: by the paths of what is wrong, never by the values. */
export async function refuseRequest(
  body: unknown,
  error: z.ZodError,
  { events, tally, log }: Pick<AnnounceServices, "events" | "tally" | "log">,
): Promise<void> {
  const faults = error.issues.map(({ path, message }) => `${path.join(".") || "request"}: ${message}`);
  const replyId = nameIn(body, "replyId");
  const conversationId = nameIn(body, "conversationId");
  const reason = `the request was not understood (${faults.join("; ")})`;
  const detail = { version: 1, replyId, conversationId, reason } as const satisfies z.infer<typeof ReplyFailed>;
  await events.publish([{ type: "ReplyFailed", detail }]);
  tally.add("ReplyFailed");
  log.warn("reply request was not understood", { replyId, faults });
}

function nameIn(body: unknown, field: string): string | undefined {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, field) : undefined;
  return typeof value === "string" && value.length <= 128 ? value : undefined;
}
