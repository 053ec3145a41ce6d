import { createReadStream } from "node:fs";
import { FileComparison } from "#lib/app/publishing/calendar/ledger/file-comparison.ts";
import type { EarlierPart } from "#lib/app/publishing/calendar/ledger/manifest.ts";
import { openCalendar } from "#lib/app/publishing/calendar/open-calendar.ts";
import { plannedBatches } from "#lib/app/publishing/calendar/planned-batches.ts";
import type { CalendarSource, MediaCatalogue, PublicationPlanner } from "#lib/app/publishing/calendar/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import { isError } from "#lib/domain/publishing/calendar/problem.ts";
import { findNetwork, networks } from "#lib/networks/registry.ts";
import { diskScratch } from "#lib/runtime/disk-scratch.ts";
import { expectShortLivedObjects } from "#lib/runtime/short-lived-objects.ts";
import { withSpillFile } from "#lib/runtime/spill-file.ts";
import { CALENDAR, ROWS_FOR_ONE_GONE } from "./generated-calendar.ts";
import { printReading } from "./reading.ts";

expectShortLivedObjects();

const [path = "", manifest = ""] = process.argv.slice(2);

const source: CalendarSource = {
  name: CALENDAR,
  fileName: CALENDAR,
  uploadedAt: new Date("2026-10-01T00:00:00Z"),
  version: "1",
  open: async () => createReadStream(path),
};
const channels = networks.map(({ name }): Channel => {
  return { channelId: `${name}/lumiere`, network: name, name: "lumiere", remoteId: `${name}-1` };
});
const probe = {
  isReadable: true,
  facts: { kind: "image", contentType: "image/jpeg", width: 1080, height: 1080 },
} as const;
const media: MediaCatalogue = { lookUp: async () => ({ found: true, sizeBytes: 200_000, probe }) };

async function* earlierParts(): AsyncGenerator<EarlierPart> {
  for await (const part of partsIn(manifest)) {
    const stored: readonly [string, string, number][] = JSON.parse(part);
    const entries = stored.map(([publicationId, rowId, dueAt]) => ({ publicationId, rowId, dueAt: new Date(dueAt) }));
    yield { entries, isSettled: true };
  }
}

/** An import gets each as an object of its own, and looks for no line ends: they are found with as little work as can be. */
async function* partsIn(path: string): AsyncGenerator<string> {
  let begun = "";
  for await (const piece of createReadStream(path, "utf8")) {
    const [end, ...parts] = String(piece).split("\n");
    begun += end;
    for (const part of parts) {
      yield begun;
      begun = part;
    }
  }
}

/**
 * Everything that an import does before it writes: the file decoded, read, validated, checked by its networks, and compared
 * with what the upload before it has asked for.
 */
const calendar = await openCalendar(source, {
  defaults: {},
  networks: networks.map(({ name }) => name),
  hasSlots: false,
});
if (!calendar.ok) throw new Error(`the calendar was refused: ${calendar.problems[0]?.problem}`);
const services = { channels, media, findNetwork, defaultTimeZone: "UTC", openScratch: diskScratch };
const plan: PublicationPlanner["plan"] = async (planned) => planned.map(() => ({ outcome: "unchanged" }));

await withSpillFile(async (spill) => {
  const comparison = new FileComparison(spill, calendar.rules);
  let rows = 0;
  for await (const batch of plannedBatches(source, calendar, { services, plan, known: async () => new Map() })) {
    comparison.addRows(batch);
    rows += batch.length;
    const wrong = batch.flatMap(({ plan: { problems } }) => problems).find(isError);
    // A row that is refused early is read faster than a good one.
    if (wrong) throw new Error(`line ${wrong.line}: ${wrong.problem}`);
  }
  await comparison.whyNotCancel(earlierParts(), source.uploadedAt);
  let gone = 0;
  for (const missing of comparison.missing()) gone += missing.length;
  if (gone !== Math.ceil(rows / ROWS_FOR_ONE_GONE)) throw new Error(`${gone} rows are taken to be gone`);
  printReading(rows);
});
