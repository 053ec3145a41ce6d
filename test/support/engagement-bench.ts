import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { ingest } from "#lib/app/engagement/ingest.ts";
import type { TallyName } from "#lib/app/engagement/ports.ts";
import { sendReply } from "#lib/app/engagement/send-reply.ts";
import { sweepOutbox } from "#lib/app/engagement/sweep-outbox.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import { engagementEvents } from "#lib/domain/engagement/events.ts";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import type { Http } from "#lib/networks/http.ts";
import type { Network } from "#lib/networks/network.ts";
import { bareAccess } from "./bare-access.ts";
import { Chirper } from "./chirper.ts";
import { InMemoryBudgets } from "./in-memory-budgets.ts";
import { InMemoryConversations } from "./in-memory-conversations.ts";
import { bodyOf, CHANNEL } from "./inbound-events.ts";
import { VirtualClock } from "./virtual-clock.ts";

const noHttp: Http = () => Promise.reject(new Error("no network in this test"));

/** The customer-service queue in memory: what is sent twice within five minutes arrives once. */
class FifoQueue {
  readonly arrived: CustomerServiceMessage[] = [];
  readonly #seen = new Map<string, number>();
  readonly #clock: VirtualClock;
  /** Called before every send: a test throws here to make the queue fail. */
  beforeSend: () => void = () => {};

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async send(message: CustomerServiceMessage): Promise<void> {
    await Promise.resolve();
    this.beforeSend();
    const key = `${message.messageId}-${message.revision}`;
    const now = this.#clock.now().getTime();
    if (now - (this.#seen.get(key) ?? Number.NEGATIVE_INFINITY) < 5 * 60_000) return;
    this.#seen.set(key, now);
    this.arrived.push(JSON.parse(JSON.stringify(message)));
  }
}

/** The engagement stream's use cases over fakes that behave. */
export class EngagementBench {
  readonly clock = new VirtualClock("2026-11-23T10:00:00Z");
  readonly chirper = new Chirper();
  readonly conversations = new InMemoryConversations(() => this.clock.now());
  readonly customerService = new FifoQueue(this.clock);
  readonly archived = new Map<string, Uint8Array>();
  readonly replyRequests: ReplyRequest[] = [];
  readonly published: DomainEvent[] = [];
  readonly counts: Partial<Record<TallyName, number>> = {};
  readonly logged: unknown[] = [];
  /** Called before events are published: a test throws here to make the bus fail. */
  beforePublish: () => void = () => {};
  #ids = 0;

  readonly services = {
    networks: (name: string): Network | undefined => (name === "chirper" ? this.chirper.network : undefined),
    messages: this.conversations,
    conversations: this.conversations,
    replies: this.conversations.replies,
    outbox: this.conversations.outbox,
    customerService: this.customerService,
    replyQueue: { send: async (request: ReplyRequest) => void this.replyRequests.push(request) },
    archive: { get: async (key: string) => this.archived.get(key) ?? new Uint8Array() },
    channels: { list: async () => [CHANNEL] },
    openChannel: async (channel: Channel, http = noHttp) =>
      bareAccess({ channel, credentials: { accessToken: "token" }, http, now: () => this.clock.now() }),
    budgets: new Budgets({
      store: new InMemoryBudgets(),
      clock: this.clock,
      log: { info: () => {}, warn: () => {} },
    }),
    http: noHttp,
    clock: this.clock,
    newId: () => `id-${++this.#ids}`,
    events: {
      publish: async (events: readonly DomainEvent[]) => {
        this.beforePublish();
        for (const { type, detail } of events) this.#publish(type, detail);
      },
    },
    tally: { add: (name: TallyName, count = 1) => this.#count(name, count) },
    log: {
      info: (...line: unknown[]) => void this.logged.push(line),
      warn: (...line: unknown[]) => void this.logged.push(line),
    },
  };

  #count(name: TallyName, count: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }

  /** Refuses an event that its own schema does not know, as a consumer would. */
  #publish(type: string, detail: object): void {
    const schema = Object.entries(engagementEvents).find(([name]) => name === type)?.[1];
    if (!schema) throw new Error(`no event ${type}`);
    this.published.push({ type, detail: schema.strict().parse(JSON.parse(JSON.stringify(detail))) });
  }

  deliver(events: readonly InboundEvent[], attempt = 1): Promise<void> {
    return this.deliverBody(bodyOf(events), attempt);
  }

  deliverBody(body: string | undefined, attempt = 1): Promise<void> {
    const delivery = {
      version: 1 as const,
      deliveryId: "d1",
      network: "chirper",
      receivedAt: this.clock.now().toISOString(),
      archiveKey: "webhooks/chirper/d1",
      body,
    };
    return ingest(delivery, this.services, attempt);
  }

  reply(request: unknown): Promise<void> {
    return sendReply(request, this.services);
  }

  async sweep(): Promise<void> {
    await sweepOutbox(this.services);
    for (const request of this.replyRequests.splice(0)) await this.reply(request);
  }

  /** What customer service has in the end: the newest revision of each message. */
  get inbox(): readonly CustomerServiceMessage[] {
    const newest = new Map<string, CustomerServiceMessage>();
    for (const message of this.customerService.arrived) {
      if (message.revision > (newest.get(message.messageId)?.revision ?? 0)) newest.set(message.messageId, message);
    }
    return [...newest.values()].sort((one, other) => (one.messageId < other.messageId ? -1 : 1));
  }

  publishedOf(type: string): readonly DomainEvent[] {
    return this.published.filter((event) => event.type === type);
  }
}
