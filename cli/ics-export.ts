import ical from "ical-generator";
import type { ExportedRow } from "#lib/domain/publishing/calendar/written/exported-rows.ts";
import { shorten } from "./output.ts";

/** How long a post takes in a calendar program: long enough to be seen. */
const MINUTES = 15;

/** The rows as an iCalendar file (https://datatracker.ietf.org/doc/html/rfc5545): one event for each. */
export function icsExport(rows: readonly ExportedRow[]): string {
  const calendar = ical({ name: "Antenne", prodId: { company: "Antenne", product: "calendar", language: "EN" } });
  for (const row of rows) {
    const { dueAt, values, posts } = row;
    const channels = values.channels ?? "";
    const text = values.text || (posts[0]?.draft.text ?? "");
    const links = posts.flatMap(({ url }) => url ?? []);
    calendar.createEvent({
      id: `${row.calendar}/${values.id ?? ""}@antenne`,
      start: dueAt,
      end: new Date(dueAt.getTime() + MINUTES * 60_000),
      summary: `${channels}: ${shorten(text, 80)}`,
      description: [text, values.link, values.media, ...links].filter(Boolean).join("\n"),
      categories: [row.calendar, values.campaign].flatMap((name) => (name ? [{ name }] : [])),
      ...(links[0] && { url: links[0] }),
    });
  }
  return calendar.toString();
}
