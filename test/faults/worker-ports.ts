import type { AccountServices } from "#lib/app/accounts/account-services.ts";
import { channelOpener } from "#lib/app/accounts/channel-access.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import { Departures } from "#lib/app/publishing/departures.ts";
import { publishingGate } from "#lib/app/publishing/gate.ts";
import type {
  DelayedJob,
  DueEntry,
  DueIndex,
  PublicationStore,
  PublishJob,
  PublishQueue,
} from "#lib/app/publishing/ports.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import type { ChannelCondition } from "#lib/domain/accounts/channel-condition.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { accountPorts, channelIdOf, withTokens } from "./account-ports.ts";
import type { SharedBudgets } from "./budgets.ts";
import type { CapabilityClass } from "./capability.ts";
import type { Fault, FaultKind } from "./fault.ts";
import type { Followers } from "./followers.ts";
import type { Outages } from "./outages.ts";
import { APPROVED_INTERLEAVINGS, CALL_FAULTS, INTERLEAVINGS, type Process } from "./process.ts";
import { simulatedNetwork } from "./simulated-network.ts";
import type { SimulatedQueue } from "./simulated-queue.ts";
import type { SimulatedTable } from "./simulated-table.ts";
import type { SimulatedTokens } from "./simulated-tokens.ts";
import type { Stops } from "./stops.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "slow", "late-answer", "kill", "freeze"];
const SEND_FAULTS: readonly FaultKind[] = [...CALL_FAULTS, "partial", "twice", "drop"];

/** Ticks are many, and one that fails is only a delay. */
export const TICK_WEIGHT = 0.3;

export interface Claimed {
  readonly publicationId: string;
  readonly askedAt: number;
}

/** Everything outside the processes, as it really is. */
export interface Outside {
  readonly table: SimulatedTable;
  readonly queue: SimulatedQueue<PublishJob>;
  readonly budgets: SharedBudgets;
  readonly followers: Followers;
  readonly outages: Outages;
  readonly stops: Stops;
  readonly tokens: SimulatedTokens;
  /** Every claim that was written, with when it was asked for. */
  readonly claims: Claimed[];
  readonly capabilities: ReadonlyMap<string, CapabilityClass>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly told: Set<string>;
}

export interface Ports extends PublishServices {
  readonly dueIndex: DueIndex;
  readonly accounts: AccountServices;
}

/** The outside as one process sees it: every call may go wrong. */
export function portsOf(outside: Outside, process: Process): Ports {
  const { capabilities, followers, outages, now, newId } = outside;
  const channels = [...capabilities.keys()].map(channelOf);
  const networkOf = (capability: CapabilityClass) =>
    simulatedNetwork({ capability, followers, now, isAway: () => outages.isAway("network", now()) }, process);
  const findNetwork = (name: string) => {
    const capability = capabilities.get(name);
    return capability && withTokens(outside.budgets.watching(networkOf(capability), process), outside, process);
  };
  const events = news(outside, process);
  const log = { info: () => {}, warn: () => {} };
  const shared = { clock: process.clock, newId, findNetwork, http: unused, connectAhead: () => {}, events, log };
  const accounts = { ...shared, ...accountPorts(outside, process) };
  return {
    ...shared,
    publications: store(outside, process),
    dueIndex: dueIndex(outside, process),
    publishQueue: queue(outside, process),
    channels: { list: () => process.call({ name: "channels", kinds: READ_FAULTS, effect: () => channels }) },
    accounts,
    openChannel: channelOpener(accounts),
    gate: publishingGate({ read: (channelId) => condition(channelId, outside, process) }, process.clock),
    media: { bytes: unused, url: unused },
    mediaCatalogue: { lookUp: unused },
    copies: { order: unused },
    budgets: outside.budgets.of(process),
    stagingLane: (work) => work(),
    departures: new Departures(process.clock),
  };
}

function news({ told }: Outside, process: Process): EventPublisher {
  return {
    publish: (events) =>
      process.call({
        name: "events",
        kinds: CALL_FAULTS,
        effect: () => {
          for (const { type, detail } of events) told.add(`${type} ${detail.publicationId}`);
        },
      }),
  };
}

export function channelOf(name: string) {
  return { channelId: channelIdOf(name), network: name, name, remoteId: "1" };
}

function condition(channelId: string, outside: Outside, process: Process): Promise<ChannelCondition> {
  const { stops, tokens, now } = outside;
  const effect = () => ({ stops: stops.at(now()), parking: tokens.of(channelId).parking });
  return process.call({ name: "condition", kinds: READ_FAULTS, effect });
}

function store(outside: Outside, process: Process): PublicationStore {
  const table = () => tableOf(outside);
  return {
    getMany: (ids) =>
      process.call({
        name: `load.${ids.join("+")}`,
        kinds: ids.length === 1 ? [...READ_FAULTS, ...INTERLEAVINGS] : READ_FAULTS,
        about: ids[0],
        effect: () => table().many(ids),
      }),
    add: (publications) => process.call({ name: "add", kinds: CALL_FAULTS, effect: () => table().add(publications) }),
    apply: (publication, transition) => {
      const { publicationId } = publication;
      const askedAt = outside.now();
      return process.call({
        name: `write-${transition.entry.what.replaceAll(/[^a-z]+/g, "-")}.${publicationId}`,
        kinds: [...CALL_FAULTS, ...interleavings(publication), "sdk-retry"],
        about: publicationId,
        effect: (fault) => {
          const written = table().apply(publication, transition, fault?.kind === "sdk-retry");
          if (written.applied && transition.set.state === "sending") outside.claims.push({ publicationId, askedAt });
          return written;
        },
      });
    },
  };
}

function interleavings({ needsApproval }: Publication): readonly FaultKind[] {
  return needsApproval ? APPROVED_INTERLEAVINGS : INTERLEAVINGS;
}

function dueIndex(outside: Outside, process: Process): DueIndex {
  const table = () => tableOf(outside);
  return {
    async *due(from, to) {
      const page = await process.call({
        name: "due",
        weight: TICK_WEIGHT,
        kinds: ["fail", "slow", "kill", "stale-index"],
        effect: (fault): readonly DueEntry[] => {
          const entries = table().due(from, to);
          return fault?.kind === "stale-index" ? [] : entries;
        },
      });
      if (page.length > 0) yield page;
    },
    lookedUntil: () =>
      process.call({ name: "cursor", weight: TICK_WEIGHT, kinds: ["fail", "kill"], effect: () => table().lookedUntil }),
    setLookedUntil: (instant) =>
      process.call({
        name: "set-cursor",
        weight: TICK_WEIGHT,
        kinds: ["fail", "lost", "kill", "kill-after"],
        effect: () => {
          table().lookedUntil = instant;
        },
      }),
  };
}

function queue(outside: Outside, process: Process): PublishQueue {
  return {
    send: (jobs) => {
      const ids = jobs.flatMap(({ job }) => job.publications.map(({ publicationId }) => publicationId));
      const effect = (fault: Fault | undefined) => take(jobs, fault?.kind, outside);
      return process.call({ name: `send.${ids.join("+")}`, kinds: SEND_FAULTS, effect });
    },
  };
}

function take(jobs: readonly DelayedJob[], fault: FaultKind | undefined, outside: Outside): void {
  mustBeThere(outside, "queue");
  if (fault === "drop") return;
  const taken = fault === "partial" ? jobs.slice(0, Math.floor(jobs.length / 2)) : jobs;
  for (const { job, delayMs } of fault === "twice" ? [...taken, ...taken] : taken) {
    outside.queue.send(job, delayMs, namesOf(job));
  }
  if (fault === "partial") throw new Error("the queue refused some messages");
}

export function namesOf({ publications }: PublishJob): string {
  return publications.map(({ publicationId }) => publicationId).join("+");
}

function tableOf(outside: Outside): SimulatedTable {
  mustBeThere(outside, "table");
  return outside.table;
}

function mustBeThere({ outages, now }: Outside, part: "table" | "queue"): void {
  if (outages.isAway(part, now())) throw new Error(`the ${part} is away`);
}

function unused(): never {
  throw new Error("a simulated network needs neither HTTP nor files");
}
