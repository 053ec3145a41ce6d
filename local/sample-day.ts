import { join } from "node:path";
import type { CalendarReport } from "#lib/app/publishing/calendar/check-calendar.ts";
import { sampleCalendar } from "./company-stage.ts";
import { Director } from "./scenario/director.ts";
import { type WantedPost, wantedPosts } from "./scenario/plan.ts";
import type { Session } from "./session.ts";

/** The first row falls due this long after the upload: enough for its images to be prepared. */
const FIRST_DUE_MS = 12_000;

/** The other rows follow over this time. */
const SPREAD_MS = 30_000;

/** The day of the sample company, on its way. */
export interface SampleDay {
  readonly director: Director;
  /** What the calendar should lead to, read from the file. */
  readonly report: CalendarReport;
  readonly posts: readonly WantedPost[];
}

/** Uploads the sample calendar and lets customers and an agent react to it. */
export async function beginSampleDay(session: Session, report: (error: unknown) => void): Promise<SampleDay> {
  const spread = { firstAt: new Date(Date.now() + FIRST_DUE_MS), spreadMs: SPREAD_MS };
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
    wanted.posts.length,
  );
  await upload();
  return { director, ...wanted };
}
