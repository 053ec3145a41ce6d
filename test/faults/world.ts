import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import type { PublishJob } from "#lib/app/publishing/ports.ts";
import { publishJob } from "#lib/app/publishing/publish.ts";
import { isAtRest } from "./audit-ties.ts";
import { SharedBudgets } from "./budgets.ts";
import { EventLoop } from "./event-loop.ts";
import type { FaultKind } from "./fault.ts";
import { FaultPlan } from "./fault-plan.ts";
import { Followers } from "./followers.ts";
import type { Mutation } from "./mutants.ts";
import { Operator } from "./operator.ts";
import { Outages } from "./outages.ts";
import { Process, type Surroundings } from "./process.ts";
import { publicationsOf } from "./rows.ts";
import type { Scenario } from "./scenario.ts";
import { SimulatedQueue } from "./simulated-queue.ts";
import { SimulatedTable } from "./simulated-table.ts";
import { SimulatedTokens } from "./simulated-tokens.ts";
import { Stops } from "./stops.ts";
import { type Claimed, type Outside, portsOf, TICK_WEIGHT } from "./worker-ports.ts";

const MINUTE_MS = 60_000;

/** The function's timeout: see `PUBLISH_TIMEOUT_MS`. */
const WORKER_TIMEOUT_MS = 60_000;
const TICK_TIMEOUT_MS = 55_000;

/** What nobody kills may sleep for long. */
const ZOMBIE_FREEZE_MS = 20 * MINUTE_MS;

/** Two workers' clocks differ by at most twice this. */
export const SKEW_MS = 15_000;

/** Everything must have ended this long after the last fault. */
const PATIENCE_MS = 6 * 60 * MINUTE_MS;

export interface WorldOptions {
  readonly mutation?: Mutation;
  /** Workers live on after their timeout. Lambda kills them; this shows why that matters. */
  readonly hasZombies?: boolean;
  readonly tell?: (line: string) => void;
}

/** The publishing engine in a world of its own: processes come and go, and everything between them may fail. */
export class World {
  readonly loop: EventLoop;
  readonly table: SimulatedTable;
  readonly followers: Followers;
  readonly operator: Operator;
  readonly queue: SimulatedQueue<PublishJob>;
  /** What the world outside was told: `<type> <publicationId>`. */
  readonly told = new Set<string>();
  readonly startedAt: number;
  readonly stops: Stops;
  readonly budgets = new SharedBudgets();
  readonly tokens: SimulatedTokens;
  readonly claims: Claimed[] = [];
  readonly #scenario: Scenario;
  readonly #faults: FaultPlan;
  readonly #options: WorldOptions;
  readonly #outside: Outside;
  readonly #around: Surroundings;
  readonly #processes = new Set<Process>();
  readonly #endsAt: number;
  #workerCount = 0;
  #isImported = false;

  constructor(scenario: Scenario, faults: FaultPlan, options: WorldOptions = {}) {
    this.#scenario = scenario;
    this.#faults = faults;
    this.#options = options;
    this.loop = new EventLoop(scenario.startsAt);
    this.startedAt = scenario.startsAt;
    const { loop } = this;
    const firstDue = Math.min(...scenario.rows.map(({ dueAt }) => dueAt));
    const outages = new Outages(faults, firstDue);
    this.stops = new Stops(faults, firstDue);
    this.tokens = new SimulatedTokens(faults, firstDue);
    const faultsUntil = Math.max(scenario.faultsUntil, outages.until, this.stops.until);
    faults.isOver = () => loop.now > faultsUntil;
    this.#endsAt = faultsUntil + PATIENCE_MS;

    const { mutation, tell } = options;
    this.table = mutation?.table?.() ?? new SimulatedTable();
    this.followers = new Followers(loop);
    this.queue = new SimulatedQueue(loop, faults, (job, count, done) => this.#work(job, count, done));
    let ids = 0;
    this.#outside = {
      table: this.table,
      queue: this.queue,
      budgets: this.budgets,
      followers: this.followers,
      outages,
      stops: this.stops,
      tokens: this.tokens,
      claims: this.claims,
      capabilities: new Map(scenario.rows.map(({ capability }) => [capability.name, capability])),
      now: () => loop.now,
      newId: () => `w${++ids}`,
      told: this.told,
    };
    const stamped = tell && ((line: string) => tell(`${new Date(loop.now).toISOString().slice(11, 23)} ${line}`));
    this.#around = { loop, faults, interleave: (kind, id) => this.#interleave(kind, id), tell: stamped };
    this.operator = new Operator(this.#outside, { ...this.#around, faults: new FaultPlan(0, () => undefined) });
  }

  /** Lives until everything has come to its end, or long enough to say that it does not. */
  async run(): Promise<void> {
    this.#import();
    this.#tick();
    await this.loop.run(this.#endsAt, () => this.#isQuiet());
  }

  #isQuiet(): boolean {
    if (!this.#isImported || this.#processes.size > 0 || this.queue.openCount > 0) return false;
    if (this.followers.pendingCount > 0) return false;
    return this.table.all().every((publication) => isAtRest(publication, this));
  }

  /** The calendar arrives; its import is repeated until it is done. */
  #import(): void {
    const process = this.#begin("import", { timeoutMs: 15 * MINUTE_MS });
    const ports = this.#portsOf(process);
    const work = publicationPlanner(ports).plan(
      this.#scenario.rows.flatMap((row) => publicationsOf(row)),
      new Date(0),
    );
    const repeat = () => this.loop.after(MINUTE_MS, () => this.#isImported || this.#import());
    this.#follow(process, work, (isDone) => {
      if (!isDone) return;
      this.#isImported = true;
      this.operator.approveWaiting();
    });
    this.loop.after(5 * MINUTE_MS, repeat);
  }

  #tick(): void {
    this.loop.after(MINUTE_MS, () => this.#tick());
    this.operator.look(this.#faults);
    this.operator.reconnect();
    if (this.#outside.outages.isAway("ticks", this.loop.now)) return;
    const fault = this.#faults.at("tick", ["skip", "twice"], TICK_WEIGHT);
    if (fault?.kind === "skip") return;
    this.#dispatch();
    if (fault?.kind === "twice") this.#dispatch();
  }

  #dispatch(): void {
    const process = this.#begin("tick", { timeoutMs: TICK_TIMEOUT_MS, isInstant: true });
    this.#follow(process, dispatchDue(this.#portsOf(process)));
  }

  #work(job: PublishJob, receiveCount: number, done: () => void): void {
    if (this.#outside.outages.isAway("workers", this.loop.now)) return;
    const skew = this.#faults.at("skew", ["ahead", "behind"])?.kind;
    const skewMs = skew === undefined ? 0 : skew === "ahead" ? SKEW_MS : -SKEW_MS;
    const process = this.#begin(`worker ${++this.#workerCount}`, { timeoutMs: WORKER_TIMEOUT_MS, skewMs });
    const worker = { remainingMs: () => process.remainingMs(), receiveCount };
    this.#follow(process, publishJob(job, this.#portsOf(process), worker), (isDone) => isDone && done());
  }

  #begin(
    name: string,
    { skewMs = 0, timeoutMs, isInstant }: { skewMs?: number; timeoutMs: number; isInstant?: boolean },
  ) {
    const { hasZombies = false } = this.#options;
    const longestFreezeMs = hasZombies ? ZOMBIE_FREEZE_MS : undefined;
    const process = new Process(this.#around, { name, skewMs, timeoutMs, isInstant, longestFreezeMs });
    this.#processes.add(process);
    this.loop.after(timeoutMs, () => {
      if (!this.#processes.has(process) || hasZombies) return;
      process.kill();
      this.#processes.delete(process);
    });
    return process;
  }

  #portsOf(process: Process) {
    const ports = portsOf(this.#outside, process);
    return this.#options.mutation?.ports?.(ports) ?? ports;
  }

  #follow(process: Process, work: Promise<unknown>, ended: (isDone: boolean) => void = () => {}): void {
    const end = (isDone: boolean) => {
      this.#processes.delete(process);
      if (process.isAlive) ended(isDone);
      process.isAlive = false;
    };
    work.then(
      () => end(true),
      () => end(false),
    );
  }

  #interleave(kind: FaultKind, publicationId: string): void {
    const publication = this.table.one(publicationId);
    if (!publication) return;
    if (kind === "cancel") this.operator.cancel(publication);
    if (kind === "withdraw") this.operator.withdraw(publication);
    // Until the import is through, the file that it reads is the calendar.
    if (kind === "edit" && this.#isImported) this.operator.edit(publication);
    if (kind !== "again") return;
    const { channelId, revision } = publication;
    this.queue.send({ channelId, publications: [{ publicationId, revision }] }, 0, publicationId);
  }
}
