import { setTimeout as sleep } from "node:timers/promises";
import { measurementEvents } from "#lib/domain/measurement/events.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import type { CustomerActions } from "#lib/networks/simulator.ts";
import type { RequestCounts } from "#local/runtime/request-counts.ts";
import type { Session } from "#local/session.ts";
import { withBenchSession } from "./bench-session.ts";
import { CrowdTally, crowdedSeconds, POSTS } from "./crowded-seconds.ts";
import type { HeldWebhooks } from "./held-webhooks.ts";
import { until } from "./until.ts";

const MESSAGES_PER_NETWORK = 300;

const QUIET_MS = 3_000;

/** As much as one part of the day did, and all requests made for it. */
export interface Part {
  readonly count: number;
  readonly before: RequestCounts;
  readonly after: RequestCounts;
}

export interface BusyDay {
  /** Due in the same second. */
  readonly posts: Part;
  /** Webhooks in which networks tell of these posts. */
  readonly echoes: Part;
  /** Messages of customers, one in each webhook. */
  readonly messages: Part;
  /** Numbers in the snapshots that were stored. */
  readonly values: Part;
}

class DayTally extends CrowdTally {
  routed = 0;
  subjects = 0;
  values = 0;

  override onEvent(type: string, detail: unknown): void {
    super.onEvent(type, detail);
    if (type === "MessageRouted") this.routed += 1;
    if (type !== "SnapshotsStored") return;
    const { subjectCount, valueCount } = measurementEvents.SnapshotsStored.parse(detail);
    this.subjects += subjectCount;
    this.values += valueCount;
  }
}

/** What a company's networks do on a busy day, one kind of work after the other. */
export async function busyDay(): Promise<BusyDay> {
  const tally = new DayTally();
  return await withBenchSession(tally, async (session, webhooks) => {
    const posts = await publishPosts(session, tally);
    const echoes = await receiveEchoes(session, webhooks);
    const messages = await receiveMessages(session, tally);
    const values = await collectValues(session, tally);
    return { posts, echoes, messages, values };
  });
}

async function publishPosts(session: Session, tally: DayTally): Promise<Part> {
  const before = session.laptop.requestCounts();
  await crowdedSeconds(session, tally, 1);
  return { count: tally.latenessMs.length, before, after: await countsAtRest(session) };
}

async function receiveEchoes({ laptop }: Session, webhooks: HeldWebhooks): Promise<Part> {
  const before = laptop.requestCounts();
  const count = await webhooks.release(laptop.functionUrl());
  return { count, before, after: await countsAtRest({ laptop }) };
}

async function receiveMessages({ laptop, networks }: Session, tally: DayTally): Promise<Part> {
  const before = laptop.requestCounts();
  const heard = networks.simulators.filter(({ network }) => findNetwork(network)?.webhook);
  await Promise.all(heard.map(({ customer }) => writeMany(customer)));
  const wanted = heard.length * MESSAGES_PER_NETWORK;
  await until(
    () => tally.routed >= wanted,
    () => `${tally.routed} of ${wanted} messages routed`,
  );
  return { count: tally.routed, before, after: await countsAtRest({ laptop }) };
}

/** Each customer writes once, so that each message is a conversation of its own. */
async function writeMany(customer: CustomerActions): Promise<void> {
  for (let index = 0; index < MESSAGES_PER_NETWORK; index++) {
    await customer.direct({ author: `Client ${index}`, text: `Bonjour, êtes-vous ouverts dimanche ? (${index})` });
  }
}

async function collectValues(session: Session, tally: DayTally): Promise<Part> {
  const before = session.laptop.requestCounts();
  await session.runFunction("measurement/plan-collection");
  const wanted = POSTS + session.networks.simulators.length;
  await until(
    () => tally.subjects >= wanted,
    () => `${tally.subjects} of ${wanted} snapshots stored`,
  );
  return { count: tally.values, before, after: await countsAtRest(session) };
}

async function countsAtRest({ laptop }: Pick<Session, "laptop">): Promise<RequestCounts> {
  let counts = laptop.requestCounts();
  for (;;) {
    await sleep(QUIET_MS);
    const later = laptop.requestCounts();
    if (later.lambda.invocations === counts.lambda.invocations) return later;
    counts = later;
  }
}
