import { join } from "node:path";
import type { CalendarReport } from "#lib/app/publishing/calendar/check-calendar.ts";
import { sampleCalendar } from "./company-stage.ts";
import { Director } from "./scenario/director.ts";
import { type WantedPost, wantedPosts } from "./scenario/plan.ts";
import type { Session } from "./session.ts";

/** How the sample's rows fall due after the upload. */
export interface Pace {
  /** The first: enough for its images to be prepared. */
  readonly firstDueMs: number;
  /** The others follow over this time. */
  readonly spreadMs: number;
}

/** Slow enough to read along. */
const PACE: Pace = { firstDueMs: 12_000, spreadMs: 30_000 };

/** The day of the sample company, on its way. */
export interface SampleDay {
  readonly director: Director;
  /** What the calendar should lead to, read from the file. */
  readonly report: CalendarReport;
  readonly posts: readonly WantedPost[];
}

/** Uploads the sample calendar and lets customers and an agent react to it. */
export async function beginSampleDay(
  session: Session,
  report: (error: unknown) => void,
  pace = PACE,
): Promise<SampleDay> {
  const spread = { firstAt: new Date(Date.now() + pace.firstDueMs), spreadMs: pace.spreadMs };
  const { csv, upload } = sampleCalendar(spread, {
    bucket: session.output("CalendarBucketName"),
    client: session.clients.buckets,
  });
  const mediaFolder = join(import.meta.dirname, "../events/media");
  const wanted = await wantedPosts(csv, { company: session.company, mediaFolder });
  const director = new Director(
    {
      simulators: session.networks.simulators,
      replyQueue: session.replyQueue,
      collectNumbers: () => session.runFunction("measurement/plan-collection"),
      report,
    },
    { publications: wanted.posts.length, posts: wanted.posts.filter(({ isBelow }) => !isBelow).length },
  );
  await upload();
  return { director, ...wanted };
}
