import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { measurementEvents } from "#lib/domain/measurement/events.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import type { CustomerActions } from "#lib/networks/simulator.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { SIMULATORS, type Simulators } from "#local/networks/simulated-networks.ts";
import type { RequestCounts } from "#local/runtime/request-counts.ts";
import { DemoTally } from "#local/scenario/demo-tally.ts";
import { judgePosts, type Verdict } from "#local/scenario/ground-truth.ts";
import type { WantedPost } from "#local/scenario/plan.ts";
import { type Session, startSession } from "#local/session.ts";
import { HeldWebhooks } from "./held-webhooks.ts";
import { postsDueAt } from "./thousand-posts.ts";

const POSTS = 1_000;
const MESSAGES_PER_NETWORK = 300;

/**
 * From the upload to the second in which all posts are due: import and staging happen in it, and a tick that sees all of
 * them. What is uploaded for the next three minutes is sent on its way by the import, in smaller messages.
 */
const LEAD_MS = 240_000;
const PATIENCE_MS = 480_000;
const QUIET_MS = 3_000;

/** As much as one part of the day did, and all requests made for it. */
export interface Part {
  readonly count: number;
  readonly before: RequestCounts;
  readonly after: RequestCounts;
}

export interface BusyDay {
  readonly posts: Part & {
    readonly verdict: Verdict;
    /** From the due second until the commit request left. */
    readonly commitLatenessMs: readonly number[];
    /** From the due second until followers could see it, by the networks' own clock. */
    readonly visibleLatenessMs: readonly number[];
  };
  /** Webhooks in which networks tell of these posts. */
  readonly echoes: Part;
  /** Messages of customers, one in each webhook. */
  readonly messages: Part;
  /** Numbers in the snapshots that were stored. */
  readonly values: Part;
}

let day: Promise<BusyDay> | undefined;

/** A day on the laptop that several benchmarks look at: it is lived once in a process. */
export function busyDay(): Promise<BusyDay> {
  day ??= liveBusyDay();
  return day;
}

/** The networks as they are, but for their daily limits, which a thousand posts in a second would exceed. */
const GENEROUS: Simulators = {
  ...SIMULATORS,
  instagram: (options) => createInstagramSimulator({ ...options, publishingQuota: POSTS }),
  x: (options) => createXSimulator(options, { rateLimitFactor: POSTS }),
};

class DayTally extends DemoTally {
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

async function liveBusyDay(): Promise<BusyDay> {
  const dataFolder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const tally = new DayTally();
  const webhooks = new HeldWebhooks();
  const session = await startSession(
    { dataFolder, port: 0, isFresh: true, simulators: webhooks.of(GENEROUS) },
    { onEvent: (type, detail) => tally.onEvent(type, detail), onTrouble: (message) => console.error(message) },
  );
  try {
    const posts = await publishPosts(session, tally);
    const echoes = await receiveEchoes(session, webhooks);
    const messages = await receiveMessages(session, tally);
    const values = await collectValues(session, tally);
    return { posts, echoes, messages, values };
  } finally {
    await session.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function publishPosts(session: Session, tally: DayTally): Promise<BusyDay["posts"]> {
  const dueAt = new Date(Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000);
  const { csv, posts } = postsDueAt(dueAt, POSTS);
  const before = session.laptop.requestCounts();
  await new CalendarBucket(session.clients.buckets, session.output("CalendarBucketName")).upload(
    "bench.csv",
    Buffer.from(csv),
  );
  const isOver = () => tally.latenessMs.length + tally.failed >= POSTS;
  await until(isOver, () => `${tally.latenessMs.length} published, ${tally.failed} failed`);
  const { simulators } = session.networks;
  return {
    count: tally.latenessMs.length,
    before,
    after: await countsAtRest(session),
    verdict: judgePosts(posts, simulators),
    commitLatenessMs: tally.latenessMs,
    visibleLatenessMs: visibleLateness(session, posts),
  };
}

function visibleLateness({ networks }: Session, posts: readonly WantedPost[]): number[] {
  const live = networks.simulators.flatMap(({ truth }) => truth.posts);
  const publishedAt = new Map(live.map((post) => [post.text, post.publishedAt.getTime()]));
  return posts.flatMap(({ text, dueAt }) => {
    const at = publishedAt.get(text);
    return at === undefined ? [] : [at - dueAt.getTime()];
  });
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

async function until(isReached: () => boolean, progress: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isReached()) {
    if (Date.now() > deadline) throw new Error(`the laptop did not get there in time: ${progress()}`);
    await sleep(200);
  }
}
