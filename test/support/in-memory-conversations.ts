import type {
  ConversationQuery,
  ConversationReader,
  InboxEntry,
  MessageStore,
  Outbox,
} from "#lib/app/engagement/ports.ts";
import type { DeliveryStatus, Receipts } from "#lib/domain/engagement/delivery-status.ts";
import type { Message } from "#lib/domain/engagement/message.ts";
import { InMemoryReplies } from "./in-memory-replies.ts";

type Write = "save" | "file" | "settle" | "receipt";

/** The conversations table in memory, with the same conditional writes. Each takes a turn, so that workers interleave. */
export class InMemoryConversations implements MessageStore, ConversationReader {
  readonly replies = new InMemoryReplies();
  readonly #messages = new Map<string, { readonly message: Message; readonly changedAt: Date }>();
  readonly #entries = new Map<string, Map<string, string>>();
  readonly #inboxes = new Map<string, Map<string, Date>>();
  readonly #receipts = new Map<string, Receipts>();
  readonly #now: () => Date;
  readonly writes: Write[] = [];

  /** Called before every write: a test throws here to make the store fail. */
  beforeWrite: (what: Write) => void = () => {};

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Everything that is stored of messages, in the order of their ids. */
  get all(): readonly Message[] {
    const messages = [...this.#messages.values()].map(({ message }) => message);
    return messages.sort((one, other) => (one.messageId < other.messageId ? -1 : 1));
  }

  get outbox(): Outbox {
    const messages = this.#messages;
    const replies = this.replies.items;
    return {
      async *messages(before) {
        for (const { message, changedAt } of [...messages.values()]) {
          if (message.isPending && changedAt < before) yield message.messageId;
        }
      },
      async *replies(before) {
        for (const { replyId, nextStepAt } of [...replies.values()])
          if (nextStepAt && nextStepAt < before) yield replyId;
      },
    };
  }

  async load(messageId: string): Promise<Message | undefined> {
    await Promise.resolve();
    return structuredClone(this.#messages.get(messageId)?.message);
  }

  async save(message: Message): Promise<Message | undefined> {
    await this.#write("save");
    if ((this.#messages.get(message.messageId)?.message.revision ?? 0) !== message.revision) return undefined;
    const saved = { ...message, revision: message.revision + 1 };
    this.#messages.set(message.messageId, { message: structuredClone(saved), changedAt: this.#now() });
    return saved;
  }

  async file({ messageId, content }: Message): Promise<void> {
    await this.#write("file");
    if (!content) return;
    const { conversationId, direction, occurredAt, channelId } = content;
    within(this.#entries, conversationId).set(`${direction} ${occurredAt.toISOString()} ${messageId}`, messageId);
    if (direction !== "inbound") return;
    const inbox = within(this.#inboxes, `${channelId} ${occurredAt.toISOString().slice(0, 10)}`);
    if ((inbox.get(conversationId)?.getTime() ?? 0) < occurredAt.getTime()) inbox.set(conversationId, occurredAt);
  }

  async settle({ messageId, revision }: Message): Promise<void> {
    await this.#write("settle");
    const item = this.#messages.get(messageId);
    if (item?.message.revision !== revision) return;
    const message = { ...item.message, isPending: false, routedRevision: revision, revision: revision + 1 };
    this.#messages.set(messageId, { ...item, message });
  }

  async receipt(conversationId: string, status: DeliveryStatus, until: Date): Promise<void> {
    await this.#write("receipt");
    if (status === "sent") return;
    const which = status === "read" ? "readUntil" : "deliveredUntil";
    const known = this.#receipts.get(conversationId) ?? {};
    if ((known[which]?.getTime() ?? 0) < until.getTime())
      this.#receipts.set(conversationId, { ...known, [which]: until });
  }

  async receipts(conversationId: string): Promise<Receipts> {
    return this.#receipts.get(conversationId) ?? {};
  }

  async messages(conversationId: string, { limit, direction }: ConversationQuery): Promise<readonly Message[]> {
    const ids = new Set(within(this.#entries, conversationId).values());
    return [...ids]
      .flatMap((id) => this.#messages.get(id)?.message ?? [])
      .filter(({ content }) => direction === undefined || content?.direction === direction)
      .sort((one, other) => writtenAt(other) - writtenAt(one))
      .slice(0, limit);
  }

  async inbox(channelId: string, day: string): Promise<readonly InboxEntry[]> {
    const inbox = within(this.#inboxes, `${channelId} ${day}`);
    return [...inbox].map(([conversationId, lastInboundAt]) => ({ conversationId, lastInboundAt }));
  }

  async #write(what: Write): Promise<void> {
    await Promise.resolve();
    this.beforeWrite(what);
    this.writes.push(what);
  }
}

function writtenAt({ content }: Message): number {
  return content?.occurredAt.getTime() ?? 0;
}

function within<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const found = maps.get(key) ?? new Map<string, Value>();
  maps.set(key, found);
  return found;
}
