import { createReadStream } from "node:fs";
import { openCalendar } from "#lib/app/publishing/calendar/open-calendar.ts";
import { planCalendar } from "#lib/app/publishing/calendar/plan-calendar.ts";
import type { CalendarSource } from "#lib/app/publishing/calendar/ports.ts";
import { rememberedMedia } from "#lib/app/publishing/calendar/remembered-media.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import { isError } from "#lib/domain/publishing/calendar/problem.ts";
import { findNetwork, networks } from "#lib/networks/registry.ts";
import { diskScratch } from "#lib/runtime/disk-scratch.ts";
import { printReading } from "./reading.ts";

const [path = ""] = process.argv.slice(2);

const source: CalendarSource = {
  name: "bench",
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
const media = rememberedMedia({ lookUp: async () => ({ found: true, sizeBytes: 200_000, probe }) });

/** Everything that an import does with a row before it writes: decoded, read, validated, checked by its networks. */
const calendar = await openCalendar(source, { defaults: {}, networks: networks.map(({ name }) => name) });
if (!calendar.ok) throw new Error(`the calendar was refused: ${calendar.problems[0]?.problem}`);
const services = { channels, media, findNetwork, defaultTimeZone: "UTC", openScratch: diskScratch };
let rows = 0;
for await (const batch of planCalendar(source, calendar, services)) {
  rows += batch.length;
  const wrong = batch.flatMap(({ plan }) => plan.problems).find(isError);
  // A row that is refused early is read faster than a good one.
  if (wrong) throw new Error(`line ${wrong.line}: ${wrong.problem}`);
}
printReading(rows);
