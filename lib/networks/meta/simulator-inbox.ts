import * as z from "zod";
import type { LiveMessage } from "../simulator.ts";
import { parseFields } from "./simulator-fields.ts";
import type { GraphRequest } from "./simulator-graph.ts";
import { GraphRefusal, invalidParameter } from "./simulator-refusal.ts";
import type { Deliveries } from "./simulator-webhooks.ts";
import { graphTime, listed, type MetaWorld, personNamed, requireParam } from "./simulator-world.ts";

const REPLY_WINDOW_MS = 24 * 60 * 60_000;

const Recipient = z.object({ id: z.string() });
const OutgoingMessage = z.object({ text: z.string().min(1), metadata: z.string().optional() });

export interface InboxRules {
  /** Why a text cannot be sent; undefined when it can. */
  tooLong(text: string): string | undefined;
  /** Instagram tells no deliveries. */
  readonly tellsDelivery: boolean;
}

/** Direct messages, of Messenger and Instagram alike. */
export interface Inbox {
  send(request: GraphRequest): object;
  list(request: GraphRequest): object;
  receive(write: { readonly author: string; readonly text: string }): Promise<string>;
}

export function createInbox(world: MetaWorld, deliveries: Deliveries, rules: InboxRules): Inbox {
  const { channel, now } = world.options;
  const us = { remoteId: channel.remoteId, name: channel.displayName };

  function record(message: Pick<LiveMessage, "author" | "text" | "isOurs" | "withRemoteId">): LiveMessage {
    const sent: LiveMessage = { remoteId: `m_${world.issueId()}`, kind: "direct", createdAt: now(), ...message };
    world.messages.push(sent);
    return sent;
  }

  async function echo({ remoteId: mid, withRemoteId, text, createdAt }: LiveMessage, metadata?: string): Promise<void> {
    const us = { id: channel.remoteId };
    const them = { id: withRemoteId };
    const timestamp = createdAt.getTime();
    const message = { mid, is_echo: true, app_id: 1517776481860111, metadata, text };
    await deliveries.send({ messaging: [{ sender: us, recipient: them, timestamp, message }] });
    if (!rules.tellsDelivery) return;
    const delivery = { mids: [mid], watermark: timestamp };
    await deliveries.send({ messaging: [{ sender: them, recipient: us, timestamp, delivery }] });
  }

  return {
    send({ params }) {
      const withRemoteId = readJsonParam(params, "recipient", Recipient).id;
      const { text, metadata } = readJsonParam(params, "message", OutgoingMessage);
      if (params.messaging_type !== "RESPONSE") throw invalidParameter("Param messaging_type must be RESPONSE here");
      const refusal = rules.tooLong(text);
      if (refusal) throw invalidParameter(refusal);
      requireOpenWindow(world, withRemoteId);
      const sent = record({ author: us, text, isOurs: true, withRemoteId });
      void echo(sent, metadata);
      return { recipient_id: withRemoteId, message_id: sent.remoteId };
    },

    list({ params }) {
      const withRemoteId = requireParam(params, "user_id");
      const messages = directMessages(world, withRemoteId).reverse();
      if (messages.length === 0) return { data: [] };
      const { limit = "25" } =
        parseFields(params.fields ?? "").find(({ name }) => name === "messages")?.modifiers ?? {};
      const page = listed(messages, { limit });
      const data = page.data.map(({ remoteId, text, createdAt, author }) => ({
        id: remoteId,
        message: text,
        created_time: graphTime(createdAt),
        from: { id: author.remoteId, name: author.name },
      }));
      return { data: [{ id: `t_${withRemoteId}`, messages: { ...page, data } }] };
    },

    async receive({ author: name, text }) {
      const author = personNamed(name);
      const { remoteId: mid, createdAt } = record({ author, text, isOurs: false, withRemoteId: author.remoteId });
      const parties = { sender: { id: author.remoteId }, recipient: { id: channel.remoteId } };
      await deliveries.send({ messaging: [{ ...parties, timestamp: createdAt.getTime(), message: { mid, text } }] });
      return mid;
    },
  };
}

function readJsonParam<Value>(params: Readonly<Record<string, string>>, name: string, schema: z.ZodType<Value>): Value {
  const text = requireParam(params, name);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw invalidParameter(`Param ${name} is not what it should be`);
  }
}

function directMessages({ messages }: MetaWorld, withRemoteId: string): LiveMessage[] {
  return messages.filter((message) => message.kind === "direct" && message.withRemoteId === withRemoteId);
}

function requireOpenWindow(world: MetaWorld, withRemoteId: string): void {
  const last = directMessages(world, withRemoteId).findLast(({ isOurs }) => !isOurs);
  if (!last) throw invalidParameter("No matching user found", 2018001);
  if (world.options.now().getTime() - last.createdAt.getTime() <= REPLY_WINDOW_MS) return;
  const message = "(#10) This message is sent outside of allowed window.";
  throw new GraphRefusal(10, message, { subcode: 2018278, status: 403 });
}
