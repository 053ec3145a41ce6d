import type { AccountServices } from "#lib/app/accounts/account-services.ts";
import { channelOpener } from "#lib/app/accounts/channel-access.ts";
import { reconnectChannel } from "#lib/app/accounts/reconnect-channel.ts";
import type { ReplyStore } from "#lib/app/engagement/ports.ts";
import type { ReplyServices } from "#lib/app/engagement/reply-services.ts";
import { sendReply } from "#lib/app/engagement/send-reply.ts";
import { sweepOutbox } from "#lib/app/engagement/sweep-outbox.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import type { Message } from "#lib/domain/engagement/message.ts";
import type { Reply } from "#lib/domain/engagement/reply.ts";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import { type ReplyTransition, replyAfter } from "#lib/domain/engagement/reply-transitions.ts";
import { satisfies } from "#lib/domain/transition.ts";
import type { Network } from "#lib/networks/network.ts";
import { InMemoryConversations } from "#test/support/in-memory-conversations.ts";
import { accountPorts, withTokens } from "./account-ports.ts";
import { SharedBudgets } from "./budgets.ts";
import type { CapabilityClass } from "./capability.ts";
import { EventLoop } from "./event-loop.ts";
import type { FaultKind } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { Followers, textOf } from "./followers.ts";
import { CALL_FAULTS, Process, type Surroundings } from "./process.ts";
import type { Scenario } from "./scenario.ts";
import { simulatedNetwork, simulatedReplies } from "./simulated-network.ts";
import { SimulatedQueue } from "./simulated-queue.ts";
import { SimulatedTokens } from "./simulated-tokens.ts";
import { channelOf } from "./worker-ports.ts";

const MINUTE_MS = 60_000;
const WORKER_TIMEOUT_MS = MINUTE_MS;
const SWEEP_EVERY_MS = 5 * MINUTE_MS;
const SKEW_MS = 15_000;

/** A reply that cannot be sent is given up after a day. */
const PATIENCE_MS = 26 * 60 * MINUTE_MS;

const READ_FAULTS: readonly FaultKind[] = ["fail", "slow", "kill", "freeze"];

/** One answer to one customer, in a world where everything may fail: as `World`, for the reply worker and its sweep. */
export class ReplyWorld {
  readonly followers: Followers;
  readonly queue: SimulatedQueue<ReplyRequest>;
  readonly told = new Set<string>();
  readonly tokens: SimulatedTokens;
  readonly #loop: EventLoop;
  readonly #faults: FaultPlan;
  readonly #capability: CapabilityClass;
  readonly #around: Surroundings;
  readonly #replies = new Map<string, Reply>();
  readonly #budgets = new SharedBudgets();
  readonly #conversations: InMemoryConversations;
  readonly #request: ReplyRequest;
  readonly #processes = new Set<Process>();
  readonly #endsAt: number;
  #isReconnecting = false;
  #ids = 0;

  constructor({ rows, startsAt, faultsUntil }: Scenario, faults: FaultPlan, tell?: (line: string) => void) {
    const [plan] = rows;
    if (!plan) throw new RangeError("nobody is answered");
    const loop = new EventLoop(startsAt);
    this.#loop = loop;
    this.#faults = faults;
    this.#capability = plan.capability;
    this.#endsAt = faultsUntil + PATIENCE_MS;
    faults.isOver = () => loop.now > faultsUntil;
    this.followers = new Followers(loop);
    this.tokens = new SimulatedTokens(faults, startsAt);
    this.queue = new SimulatedQueue(loop, faults, (job, _count, done) => this.#work(job, done));
    this.#conversations = new InMemoryConversations(() => new Date(loop.now));
    this.#request = {
      version: 1,
      replyId: plan.publicationId,
      conversationId: CONVERSATION,
      text: textOf(plan.publicationId, 0),
    };
    this.#around = {
      loop,
      faults,
      interleave: (kind) => kind === "again" && this.#send(),
      tell: tell && ((line) => tell(`${new Date(loop.now).toISOString().slice(11, 23)} ${line}`)),
    };
  }

  get reply(): Reply | undefined {
    return this.#replies.get(this.#request.replyId);
  }

  /** Lives until the reply has ended and the world was told, or long enough to say that this does not happen. */
  async run(): Promise<void> {
    // The agent's tool sends again until the queue has it: a request cannot be lost before that.
    this.#deliverOnce();
    this.#sweep();
    this.#reconnect();
    await this.#loop.run(this.#endsAt, () => this.#isQuiet());
  }

  #deliverOnce(): void {
    this.#send();
    this.#loop.after(2 * MINUTE_MS, () => this.reply === undefined && this.#deliverOnce());
  }

  #send(): void {
    this.queue.send(this.#request, 0, this.#request.replyId);
  }

  #isQuiet(): boolean {
    const isBusy = this.#processes.size > 0 || this.queue.openCount > 0 || this.followers.pendingCount > 0;
    return !isBusy && this.reply !== undefined && this.reply.nextStepAt === undefined;
  }

  #work(request: ReplyRequest, done: () => void): void {
    const skew = this.#faults.at("skew", ["ahead", "behind"])?.kind;
    const skewMs = skew === undefined ? 0 : skew === "ahead" ? SKEW_MS : -SKEW_MS;
    const process = this.#begin("worker", skewMs);
    this.#follow(process, sendReply(request, this.#services(process)), done);
  }

  #sweep(): void {
    this.#loop.after(SWEEP_EVERY_MS, () => this.#sweep());
    if (this.#faults.at("sweep", ["skip"])) return;
    const process = this.#begin("sweep", 0, true);
    const { messages, ...services } = this.#services(process);
    const outbox = { messages: () => noPages(), replies: (before: Date) => this.#waiting(before) };
    const replyQueue = { send: async () => this.#send() };
    const customerService = { send: async () => {} };
    this.#follow(process, sweepOutbox({ ...services, messages, outbox, replyQueue, customerService }), () => {});
  }

  /** Once a minute: who was told that the channel needs reconnecting has done so after a while. */
  #reconnect(): void {
    this.#loop.after(MINUTE_MS, () => this.#reconnect());
    const channel = channelOf(this.#capability.name);
    if (this.#isReconnecting || !this.tokens.waiting(this.#loop.now).includes(channel.channelId)) return;
    this.#isReconnecting = true;
    const process = this.#begin("person", 0, true);
    const token = this.tokens.grant(channel.channelId, this.#loop.now);
    const done = () => {
      this.#isReconnecting = false;
    };
    const reconnecting = reconnectChannel(channel, token, this.#accounts(process));
    reconnecting.then(done, done);
    this.#follow(process, reconnecting, () => {});
  }

  async *#waiting(before: Date): AsyncGenerator<string> {
    const { reply } = this;
    if (reply?.nextStepAt && reply.nextStepAt < before) yield reply.replyId;
  }

  #begin(name: string, skewMs: number, isInstant = false): Process {
    const process = new Process(this.#around, { name, skewMs, timeoutMs: WORKER_TIMEOUT_MS, isInstant });
    this.#processes.add(process);
    this.#loop.after(WORKER_TIMEOUT_MS, () => {
      if (this.#processes.delete(process)) process.kill();
    });
    return process;
  }

  #follow(process: Process, work: Promise<unknown>, done: () => void): void {
    const end = (isDone: boolean) => {
      this.#processes.delete(process);
      if (process.isAlive && isDone) done();
      process.isAlive = false;
    };
    work.then(
      () => end(true),
      () => end(false),
    );
  }

  #services(process: Process): ReplyServices {
    const channels = [channelOf(this.#capability.name)];
    const conversations = this.#conversations;
    return {
      clock: process.clock,
      newId: () => `w${++this.#ids}`,
      replies: this.#store(process),
      conversations: {
        messages: () => process.call({ name: "messages", kinds: READ_FAULTS, effect: () => [question(channels[0])] }),
      },
      messages: {
        load: async (id) =>
          await process.call({ name: "answer", kinds: CALL_FAULTS, effect: () => conversations.load(id) }),
        save: async (each) =>
          await process.call({ name: "keep", kinds: CALL_FAULTS, effect: () => conversations.save(each) }),
        file: async (each) =>
          await process.call({ name: "file", kinds: CALL_FAULTS, effect: () => conversations.file(each) }),
        settle: async (each) =>
          await process.call({ name: "settle", kinds: CALL_FAULTS, effect: () => conversations.settle(each) }),
        receipt: async () => {},
      },
      networks: () => this.#network(process),
      channels: { list: () => process.call({ name: "channels", kinds: READ_FAULTS, effect: () => channels }) },
      openChannel: channelOpener(this.#accounts(process)),
      budgets: this.#budgets.of(process),
      http: noHttp,
      events: this.#events(process),
      tally: { add: () => {} },
      log: noLog,
    };
  }

  #events(process: Process): EventPublisher {
    return {
      publish: (events) =>
        process.call({
          name: "events",
          kinds: CALL_FAULTS,
          effect: () => {
            for (const { type } of events) this.told.add(type);
          },
        }),
    };
  }

  #accounts(process: Process): AccountServices {
    return {
      clock: process.clock,
      newId: () => `w${++this.#ids}`,
      findNetwork: () => this.#network(process),
      http: noHttp,
      events: this.#events(process),
      log: noLog,
      ...accountPorts({ tokens: this.tokens, now: () => this.#loop.now }, process),
    };
  }

  #store(process: Process): ReplyStore {
    const replies = this.#replies;
    return {
      open: (reply) =>
        process.call({
          name: "open",
          kinds: CALL_FAULTS,
          effect: () => {
            const known = replies.get(reply.replyId);
            if (!known) replies.set(reply.replyId, reply);
            return known ?? reply;
          },
        }),
      load: (replyId) => process.call({ name: "load", kinds: READ_FAULTS, effect: () => replies.get(replyId) }),
      apply: (reply, transition) =>
        process.call({
          name: `write-${transition.entry.what.replaceAll(/[^a-z]+/g, "-")}.${reply.replyId}`,
          kinds: [...CALL_FAULTS, "again", "sdk-retry"],
          about: reply.replyId,
          effect: (fault) => {
            const first = this.#write(reply, transition);
            return fault?.kind === "sdk-retry" ? this.#write(reply, transition) : first;
          },
        }),
    };
  }

  /** As the table does: the answer is the caller's copy, and a repetition of our own write is recognised. */
  #write(reply: Reply, transition: ReplyTransition): { applied: boolean; reply: Reply } {
    const current = this.#replies.get(reply.replyId) ?? reply;
    if (current.claimId === transition.claimId) return { applied: true, reply: replyAfter(reply, transition) };
    if (!satisfies(current, transition.guard)) return { applied: false, reply: current };
    this.#replies.set(reply.replyId, replyAfter(current, transition));
    return { applied: true, reply: replyAfter(reply, transition) };
  }

  #network(process: Process): Network {
    const capability = this.#capability;
    const setting = { capability, followers: this.followers, now: () => this.#loop.now, isAway: () => false };
    const network = { ...simulatedNetwork(setting, process), replies: simulatedReplies(setting, process) };
    return withTokens(network, { tokens: this.tokens, now: () => this.#loop.now }, process);
  }
}

const noLog = { info: () => {}, warn: () => {} };

const noHttp = () => Promise.reject(new Error("a simulated network needs no HTTP"));

const CONVERSATION = "c1";

/** What the customer wrote. */
function question(channel: ReturnType<typeof channelOf> | undefined): Message {
  const writtenAt = new Date("2026-11-24T08:00:00Z");
  return {
    messageId: "m1",
    revision: 1,
    isPending: false,
    content: {
      conversationId: CONVERSATION,
      network: channel?.network ?? "",
      channelId: channel?.channelId ?? "",
      direction: "inbound",
      kind: "comment",
      remoteId: "q1",
      threadRemoteId: "t1",
      text: "Is it in stock?",
      attachments: [],
      occurredAt: writtenAt,
      receivedAt: writtenAt,
      isComplete: true,
    },
  };
}

async function* noPages(): AsyncGenerator<string> {}
