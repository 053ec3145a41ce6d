import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type CalendarReport, checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import type { DoneRow } from "#lib/app/publishing/calendar/done-row.ts";
import type { PlannedPublication } from "#lib/app/publishing/calendar/ports.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import type { SimulatedCompany } from "../networks/sample-company.ts";

/** One post on one channel, or what stands below it, as the calendar asks for it: what followers are to see exactly once. */
export interface WantedPost {
  readonly network: string;
  readonly channelId: string;
  readonly rowId: string;
  readonly dueAt: Date;
  readonly text: string;
  /** It stands below a post: a first comment, a part of a thread. */
  readonly isBelow?: boolean;
}

/** What the sample calendar should lead to, read from the file itself and not from what the pipeline made of it. */
export async function wantedPosts(
  csv: string,
  { company, mediaFolder }: { readonly company: SimulatedCompany; readonly mediaFolder: string },
): Promise<{ readonly report: CalendarReport; readonly posts: readonly WantedPost[] }> {
  const channels = company.channels.map(({ channel }) => channel);
  const files = new Set(readdirSync(mediaFolder));
  const media = {
    lookUp: async (name: string) =>
      files.has(name)
        ? { found: true as const, sizeBytes: statSync(join(mediaFolder, name)).size }
        : { found: false as const },
  };
  const source = {
    name: "sample",
    fileName: "sample",
    uploadedAt: new Date(),
    version: "sample",
    open: async () => bytesOf(csv),
  };
  const posts: WantedPost[] = [];
  const watch = (row: DoneRow) => {
    for (const { publication } of row.posts) posts.push(wantedOf(publication));
  };
  const report = await checkCalendar(source, { channels, media, findNetwork, defaultTimeZone: "UTC", watch });
  return { report, posts };
}

function wantedOf({ channel, rowId, dueAt, draft, followUp }: PlannedPublication): WantedPost {
  const { channelId, network } = channel;
  return { network, channelId, rowId, dueAt, text: draft.text, isBelow: followUp !== undefined };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
