import { CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import { type CollectSummary, collectMetrics } from "#lib/app/measurement/collect-metrics.ts";
import type { CollectServices } from "#lib/app/measurement/collect-services.ts";
import { type PlanSummary, planCollection } from "#lib/app/measurement/plan-collection.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { CollectionJob, PlannedSubject } from "#lib/domain/measurement/collection-job.ts";
import { measurementEvents } from "#lib/domain/measurement/events.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { Network } from "#lib/networks/network.ts";
import { aPublication } from "./a-publication.ts";
import { bareAccess } from "./bare-access.ts";
import { InMemoryBudgets } from "./in-memory-budgets.ts";
import { InMemoryMetrics, InMemoryMetricsQueue } from "./in-memory-metrics.ts";
import { InMemoryPublications } from "./in-memory-publications.ts";
import { MeasuredNetwork } from "./measured-network.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const HOUR_MS = 60 * 60_000;

export const acme: Channel = { channelId: "chirper/acme", network: "chirper", name: "acme", remoteId: "acme-1" };

const { insights: _none, ...mute } = new MeasuredNetwork().network;

/** The measurement stream's use cases over fakes that behave. */
export class MeasurementBench {
  readonly clock = new VirtualClock("2026-11-24T10:20:00Z");
  readonly chirper = new MeasuredNetwork();
  readonly publications = new InMemoryPublications();
  readonly metrics = new InMemoryMetrics();
  readonly queue = new InMemoryMetricsQueue(() => this.clock.now());
  readonly published: DomainEvent[] = [];
  readonly logged: unknown[] = [];
  channels: readonly Channel[] = [acme];
  hasToken = true;

  readonly budgets = new Budgets({
    store: new InMemoryBudgets(),
    clock: this.clock,
    log: { info: () => {}, warn: () => {} },
  });

  readonly services: CollectServices = {
    clock: this.clock,
    channels: { list: async () => this.channels },
    openChannel: async (channel, http = this.services.http) => {
      if (!this.hasToken) throw new CredentialsMissingError(channel.channelId);
      const credentials = { accessToken: "token-that-must-not-leak" };
      return bareAccess({ channel, credentials, http, now: () => this.clock.now() });
    },
    findNetwork: (name) => this.#networks.find((network) => network.name === name),
    budgets: this.budgets,
    http: () => Promise.reject(new Error("no network in this test")),
    snapshots: this.metrics,
    queue: this.queue,
    events: { publish: async (events) => void this.published.push(...events.map(checked)) },
    log: {
      info: (...line: unknown[]) => void this.logged.push(line),
      warn: (...line: unknown[]) => void this.logged.push(line),
    },
  };

  readonly #networks: readonly Network[] = [this.chirper.network, { ...mute, name: "mute" }];

  /** Stores a publication that went out `hoursAgo`; its remote id is `remote-<id>`. */
  async publish(publicationId: string, hoursAgo: number, changed: Partial<Publication> = {}): Promise<Publication> {
    const dueAt = new Date(this.clock.now().getTime() - hoursAgo * HOUR_MS);
    const over = { state: "published", nextStepAt: undefined, remoteId: `remote-${publicationId}` } as const;
    const publication = aPublication({ publicationId, channelId: acme.channelId, dueAt, ...over, ...changed });
    await this.publications.add([publication]);
    return publication;
  }

  plan(): Promise<PlanSummary> {
    return planCollection({ ...this.services, archive: this.publications, cursor: this.metrics });
  }

  collect(job: CollectionJob, remainingMs = () => HOUR_MS): Promise<CollectSummary> {
    return collectMetrics(job, this.services, { remainingMs });
  }

  /** Collects everything that is visible in the queue, once. */
  async drain(): Promise<readonly CollectSummary[]> {
    const summaries: CollectSummary[] = [];
    for (const job of this.queue.receive()) summaries.push(await this.collect(job));
    return summaries;
  }
}

/** A job for posts of the channel, by their publication ids; `channel` stands for the channel itself. */
export function aJob(...ids: readonly string[]): CollectionJob {
  const plannedAt = new Date("2026-11-24T10:20:00Z");
  return { version: 1, channelId: acme.channelId, plannedAt, attempt: 1, subjects: ids.map(aSubject) };
}

export function aSubject(id: string): PlannedSubject {
  if (id === "channel") return { kind: "channel" };
  return { kind: "post", publicationId: id, remoteId: `remote-${id}`, dueAt: new Date("2026-11-24T09:00:00Z") };
}

/** Refuses an event that its own schema does not know, as a consumer would. */
function checked(event: DomainEvent): DomainEvent {
  measurementEvents[event.type as keyof typeof measurementEvents].parse(event.detail);
  return event;
}
