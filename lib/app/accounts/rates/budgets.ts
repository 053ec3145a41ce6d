import type { Channel } from "#lib/domain/accounts/channel.ts";
import {
  type Budget,
  budgetKey,
  budgetOf,
  type Closure,
  closureOf,
  isNews,
  supersedes,
} from "#lib/domain/accounts/rates/budget.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { Http } from "#lib/networks/http.ts";
import type { Exchange, Network, Rates } from "#lib/networks/network.ts";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import type { BudgetStore } from "./ports.ts";
import { SlowStart } from "./slow-start.ts";

/** A channel's way to its network: every answer that comes over it is read for what it tells of the network's limits. */
export interface Line {
  readonly http: Http;
  /** Why `purpose` has to wait, and until when; undefined when it need not. */
  closure(purpose: Purpose): Closure | undefined;
  /** The network refused `purpose` for now, in whatever way: nobody of ours tries again before `retryAt`. */
  refused(purpose: Purpose, retryAt: Date): void;
  readonly slowStart: SlowStart;
  /** Resolves when what the other workers must know is stored, or could not be. Nothing irreversible waits for it. */
  settled(): Promise<void>;
}

export interface BudgetServices {
  readonly store: BudgetStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the others stored is read anew after this: then they and we know the same. */
const REMEMBERED_MS = 5_000;

interface Known {
  readonly budget: Budget;
  /** What the other workers know of it. */
  readonly shared?: Budget;
}

/**
 * The networks' budgets as one process knows them: what all workers stored, and what it has read itself since. While
 * all is well nothing is written. What cannot be read or written is only not known: a post never waits for that.
 */
export class Budgets {
  readonly #services: BudgetServices;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, { readonly at: number; readonly done: Promise<void> }>();
  readonly #writing = new Set<Promise<void>>();
  readonly #slowStarts = new Map<string, SlowStart>();
  readonly #complaints = new Set<string>();

  constructor(services: BudgetServices) {
    this.#services = services;
  }

  async open(channel: Channel, { rates }: Pick<Network, "rates">, http: Http): Promise<Line> {
    await this.#refresh(channel.network);
    const { clock } = this.#services;
    const slowStart = this.#slowStarts.get(channel.channelId) ?? new SlowStart(clock);
    this.#slowStarts.set(channel.channelId, slowStart);
    return {
      slowStart,
      closure: (purpose) => closureOf(this.#budgetsOf(channel), purpose, clock.now()),
      refused: (purpose, regainsAt) => {
        const reading = { scope: "channel", name: purpose, concerns: [purpose], usedShare: 1, regainsAt } as const;
        this.#note(reading, channel, clock.now());
      },
      settled: async () => {
        await Promise.all(this.#writing);
      },
      http: async (request) => {
        const askedAt = clock.now();
        const response = await http(request);
        if (rates && "read" in rates) this.#meter({ request, response, at: clock.now() }, rates, { channel, askedAt });
        return response;
      },
    };
  }

  /** Whatever is wrong with our reader, the answer may be that of a commit: it is passed on unharmed. */
  #meter(
    exchange: Exchange,
    rates: Extract<Rates, { read: unknown }>,
    { channel, askedAt }: { readonly channel: Channel; readonly askedAt: Date },
  ): void {
    const { network } = channel;
    try {
      const { readings, unreadable } = rates.read(exchange);
      for (const reading of readings) this.#note(reading, channel, askedAt);
      this.#complain(network, unreadable);
    } catch (error) {
      this.#services.log.warn("what a network tells of its limits was not understood", {
        network,
        error: String(error),
      });
    }
  }

  /** One reading serves all jobs of the process for a while. */
  #refresh(network: string): Promise<void> {
    const now = this.#services.clock.now().getTime();
    const last = this.#reading.get(network);
    if (last && now - last.at < REMEMBERED_MS) return last.done;
    const done = this.#read(network);
    this.#reading.set(network, { at: now, done });
    return done;
  }

  async #read(network: string): Promise<void> {
    try {
      for (const stored of await this.#services.store.read(network)) this.#learn(stored);
    } catch (error) {
      this.#services.log.warn("what is left of a network's limits could not be read", {
        network,
        error: String(error),
      });
    }
  }

  #learn(stored: Budget): void {
    const key = keyOf(stored);
    const known = this.#known.get(key)?.budget;
    this.#known.set(key, { budget: known && !supersedes(stored, known) ? known : stored, shared: stored });
  }

  #note(reading: RateReading, channel: Channel, askedAt: Date): void {
    const now = this.#services.clock.now();
    const next = budgetOf(reading, channel, { askedAt, readAt: now });
    const key = keyOf(next);
    const { budget, shared } = this.#known.get(key) ?? {};
    // Our own readings come in order, whatever another machine's clock says: what closes a budget always counts.
    if (budget && !supersedes(next, budget) && next.usedShare < budget.usedShare) return;
    const news = isNews(next, shared, now);
    this.#known.set(key, { budget: next, shared: news ? next : shared });
    if (news) this.#share(next, shared);
  }

  /** Beside whatever goes on. A failure is made good by the next reading. */
  #share(budget: Budget, sharedBefore: Budget | undefined): void {
    const { store, log } = this.#services;
    const { network, channelId, name, usedShare, until } = budget;
    log.info("a network's limit is news", { network, channelId, name, usedShare, until });
    const write = store.record(budget).catch((error: unknown) => {
      const known = this.#known.get(keyOf(budget));
      if (known?.shared === budget) this.#known.set(keyOf(budget), { ...known, shared: sharedBefore });
      log.warn("what is left of a network's limit could not be stored", { network, name, error: String(error) });
    });
    const done = write.finally(() => this.#writing.delete(done));
    this.#writing.add(done);
  }

  *#budgetsOf({ network, channelId }: Channel): Iterable<Budget> {
    for (const { budget } of this.#known.values()) {
      if (budget.network === network && (budget.channelId ?? channelId) === channelId) yield budget;
    }
  }

  /** Once for each header: it stands on every answer. */
  #complain(network: string, headers: readonly string[]): void {
    for (const header of headers) {
      const complaint = `${network} ${header}`;
      if (this.#complaints.has(complaint)) continue;
      this.#complaints.add(complaint);
      this.#services.log.warn("a network's header about its limits makes no sense and is ignored", { network, header });
    }
  }
}

function keyOf(budget: Budget): string {
  return `${budget.network} ${budgetKey(budget)}`;
}
