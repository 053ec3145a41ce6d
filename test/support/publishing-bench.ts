import { CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import { Departures } from "#lib/app/publishing/departures.ts";
import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import { publishingGate } from "#lib/app/publishing/gate.ts";
import type { DelayedJob } from "#lib/app/publishing/ports.ts";
import { publishJob, type WorkerContext } from "#lib/app/publishing/publish.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import type { Http } from "#lib/networks/http.ts";
import { bareAccess } from "./bare-access.ts";
import { InMemoryBudgets } from "./in-memory-budgets.ts";
import { InMemoryPublications } from "./in-memory-publications.ts";
import { ScriptedNetwork } from "./scripted-network.ts";
import { VirtualClock } from "./virtual-clock.ts";

const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };

const noHttp: Http = () => Promise.reject(new Error("the scripted network needs no HTTP"));

/** What surrounds the engine on its workbench, where a test wants something else than the usual. */
type Surroundings = (clock: VirtualClock) => Partial<PublishServices>;

/** The publishing engine on a workbench: everything around it in memory, in virtual time. */
export function publishingBench(start = "2026-11-24T08:59:59.000Z", around: Surroundings = () => ({})) {
  const clock = new VirtualClock(start);
  const publications = new InMemoryPublications();
  const network = new ScriptedNetwork();
  const sent: DelayedJob[] = [];
  const events: DomainEvent[] = [];
  const connectedAhead: string[] = [];
  const state = { hasToken: true, ids: 0 };
  const channelCondition = { stops: [] as PublishingStop[], readCount: 0 };
  const log = { info: () => {}, warn: () => {} };
  const budgets = new InMemoryBudgets();
  const services: PublishServices = {
    clock,
    newId: () => `w${++state.ids}`,
    publications,
    publishQueue: { send: async (jobs) => void sent.push(...jobs) },
    channels: { list: async () => [channel] },
    openChannel: async (opened, http = noHttp) => {
      if (!state.hasToken) throw new CredentialsMissingError(opened.channelId);
      return bareAccess({ channel: opened, credentials: { accessToken: "t" }, http, now: () => clock.now() });
    },
    gate: publishingGate(
      {
        read: async () => {
          channelCondition.readCount += 1;
          return { stops: [...channelCondition.stops] };
        },
      },
      clock,
    ),
    findNetwork: () => network.network,
    media: {
      bytes: async () => new Uint8Array(),
      url: async (name) => new URL(`https://media.example/${name}`),
    },
    mediaCatalogue: { lookUp: async () => ({ found: false }) },
    copies: { order: async () => {} },
    http: noHttp,
    connectAhead: (origin) => void connectedAhead.push(origin),
    stagingLane: (work) => work(),
    departures: new Departures(clock),
    events: { publish: async (batch) => void events.push(...batch) },
    budgets: new Budgets({ store: budgets, clock, log }),
    log,
    ...around(clock),
  };
  const worker = { remainingMs: () => 60_000, receiveCount: 1 };

  return {
    clock,
    publications,
    network,
    sent,
    events,
    connectedAhead,
    budgets,
    services,
    state,
    channelCondition,
    /** Gives one message for the publication to a worker. */
    work: (publicationId: string, { revision = 1, ...changed }: { revision?: number } & Partial<WorkerContext> = {}) =>
      clock.run(
        publishJob({ channelId: channel.channelId, publications: [{ publicationId, revision }] }, services, {
          ...worker,
          ...changed,
        }),
      ),
    /** Gives one message for several publications to a worker. */
    workOn: (publicationIds: readonly string[]) => {
      const publications = publicationIds.map((publicationId) => ({ publicationId, revision: 1 }));
      return clock.run(publishJob({ channelId: channel.channelId, publications }, services, worker));
    },
    /** What was sent, at its time, until nothing is left. */
    async workOff() {
      for (let next = sent.shift(); next; next = sent.shift()) {
        clock.advance(next.delayMs);
        await clock.run(publishJob(next.job, services, worker));
      }
    },
    /** One tick, then everything that it sent. */
    tick: () => clock.run(dispatchDue({ clock, dueIndex: publications, publishQueue: services.publishQueue })),
    /** Ticks every minute and works off the queue, until nothing is left to do or `minutes` have passed. */
    async live(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        await this.tick();
        for (let jobs: readonly DelayedJob[] = sent.splice(0); jobs.length > 0; jobs = takeUndelayed(sent)) {
          for (const { job, delayMs } of jobs) {
            clock.advance(Math.min(delayMs, 500));
            await clock.run(publishJob(job, services, worker));
          }
        }
        clock.advance(60_000);
      }
    },
  };
}

/** What is to be worked off at once. */
function takeUndelayed(sent: DelayedJob[]): readonly DelayedJob[] {
  const jobs = sent.splice(0);
  sent.push(...jobs.filter(({ delayMs }) => delayMs > 0));
  return jobs.filter(({ delayMs }) => delayMs === 0);
}
