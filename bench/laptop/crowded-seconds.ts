import { setTimeout as sleep } from "node:timers/promises";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { publishingEvents } from "#lib/domain/publishing/events.ts";
import { DemoTally } from "#local/scenario/demo-tally.ts";
import { judgePosts, type Verdict } from "#local/scenario/ground-truth.ts";
import type { WantedPost } from "#local/scenario/plan.ts";
import type { Session } from "#local/session.ts";
import { stolenMs } from "../stolen-time.ts";
import { postsDueAt } from "./crowd-calendar.ts";
import { until } from "./until.ts";

/** Due in each of the seconds. */
export const POSTS = 1_000;

/**
 * From the upload to the first second in which posts are due: import and staging happen in it, and a tick that sees all
 * of them. What is uploaded for the next three minutes is sent on its way by the import, in smaller messages.
 */
const LEAD_MS = 240_000;

/** From one second to the next, so that each comes at another moment of the tick's minute. */
const INTERVAL_MS = 70_000;

/** Posts are loaded and claimed so long before their second, and have left so long after it. */
const [BEFORE_MS, AFTER_MS] = [4_000, 1_500];

/** What became of the posts that were due in one second. */
export interface CrowdedSecond {
  readonly verdict: Verdict;
  /** From the due second until the commit request left. */
  readonly commitLatenessMs: readonly number[];
  /** From the due second until followers could see it, by the networks' own clock. */
  readonly visibleLatenessMs: readonly number[];
  /** Processor time that the host took away around the second. */
  readonly stolenMs: number | undefined;
}

/** Keeps the posts of each second apart. */
export class CrowdTally extends DemoTally {
  readonly #ofSecond = new Map<string, number[]>();

  override onEvent(type: string, detail: unknown): void {
    super.onEvent(type, detail);
    if (type !== "PublicationPublished") return;
    const { dueAt, latenessMs } = publishingEvents.PublicationPublished.parse(detail);
    const known = this.#ofSecond.get(dueAt);
    if (known) known.push(latenessMs);
    else this.#ofSecond.set(dueAt, [latenessMs]);
  }

  latenessOf(dueAt: Date): readonly number[] {
    return this.#ofSecond.get(dueAt.toISOString()) ?? [];
  }
}

/** Uploads one calendar with a crowd of posts in each of `count` seconds, and waits until all of them have ended. */
export async function crowdedSeconds(session: Session, tally: CrowdTally, count: number): Promise<CrowdedSecond[]> {
  const first = Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000;
  const dueAts = Array.from({ length: count }, (_, index) => new Date(first + index * INTERVAL_MS));
  const { csv, posts } = postsDueAt(dueAts, POSTS);
  const bucket = new CalendarBucket(session.clients.buckets, session.output("CalendarBucketName"));
  await bucket.upload("bench.csv", Buffer.from(csv));

  const stolen = await Promise.all(dueAts.map(stolenAround));
  await until(
    () => tally.latenessMs.length + tally.failed >= posts.length,
    () => `${tally.latenessMs.length} published, ${tally.failed} failed`,
  );
  return dueAts.map((dueAt, index) => {
    const due = posts.filter((post) => post.dueAt === dueAt);
    return {
      verdict: judgePosts(due, session.networks.simulators),
      commitLatenessMs: tally.latenessOf(dueAt),
      visibleLatenessMs: visibleLateness(session, due),
      stolenMs: stolen[index],
    };
  });
}

async function stolenAround(dueAt: Date): Promise<number | undefined> {
  await sleep(dueAt.getTime() - BEFORE_MS - Date.now());
  const before = await stolenMs();
  await sleep(dueAt.getTime() + AFTER_MS - Date.now());
  const after = await stolenMs();
  return before === undefined || after === undefined ? undefined : after - before;
}

function visibleLateness({ networks }: Session, posts: readonly WantedPost[]): number[] {
  const live = networks.simulators.flatMap(({ truth }) => truth.posts);
  const publishedAt = new Map(live.map((post) => [post.text, post.publishedAt.getTime()]));
  return posts.flatMap(({ text, dueAt }) => {
    const at = publishedAt.get(text);
    return at === undefined ? [] : [at - dueAt.getTime()];
  });
}
