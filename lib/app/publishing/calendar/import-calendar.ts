import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import { networksOf } from "#lib/domain/accounts/channel.ts";
import { type CalendarImported, PROBLEMS_IN_EVENT } from "#lib/domain/publishing/calendar/events.ts";
import { encode } from "./encoding.ts";
import { importRows } from "./import-rows.ts";
import { ImportTurn, type TurnServices } from "./ledger/import-turn.ts";
import { Journal, SupersededError } from "./ledger/journal.ts";
import { earlierParts } from "./ledger/manifest.ts";
import type { ManifestStore, WithSpill } from "./ledger/ports.ts";
import { type OpenedCalendar, openCalendar } from "./open-calendar.ts";
import type { PlanServices } from "./plan-calendar.ts";
import type { CalendarSource, CalendarStore, PublicationPlanner, SettingsSource } from "./ports.ts";
import { refusalLines } from "./result-file.ts";
import { type CalendarCounts, Tally } from "./tally.ts";

export interface ImportServices extends Omit<PlanServices, "channels" | "settings">, TurnServices {
  readonly planner: PublicationPlanner;
  readonly calendars: CalendarStore;
  readonly manifests: ManifestStore;
  readonly withSpill: WithSpill;
  readonly channels: ChannelDirectory;
  readonly settings: SettingsSource;
  readonly events: EventPublisher;
}

export type ImportSummary =
  | ({ readonly outcome: "imported" | "refused"; readonly calendar: string } & CalendarCounts)
  /** There is no file: it was deleted before its turn came, or it only marks a folder. */
  | { readonly outcome: "absent" }
  /** Another import was at work on this very upload and has finished it, or a newer upload waits. */
  | { readonly outcome: "imported-already" | "superseded"; readonly calendar: string };

/**
 * Imports the newest upload of a calendar: plans its good rows, cancels what it does not name any more, writes the result
 * beside it, tells the world. Safe to repeat, and to run twice at once: one import at a time has the turn.
 */
export async function importCalendar(key: string, services: ImportServices): Promise<ImportSummary> {
  const announced = await services.calendars.find(key);
  if (!announced) return { outcome: "absent" };
  const { name, version } = announced;
  const turn = await ImportTurn.take(name, version, services);
  if (!turn) return { outcome: "imported-already", calendar: name };
  try {
    // Looked for only now: whatever is uploaded from here on is announced to an import that waits for this one.
    const source = await services.calendars.find(key);
    return source ? await importUpload({ key, source, turn }, services) : { outcome: "absent" };
  } catch (error) {
    if (error instanceof SupersededError) return { outcome: "superseded", calendar: name };
    throw error;
  } finally {
    await turn.drop();
  }
}

interface Upload {
  readonly key: string;
  readonly source: CalendarSource;
  readonly turn: ImportTurn;
}

async function importUpload(upload: Upload, services: ImportServices): Promise<ImportSummary> {
  const { key, source, turn } = upload;
  const tally = new Tally(PROBLEMS_IN_EVENT);
  const reportKey = `reports/${source.name}.result.csv`;
  const [channels, settings] = await Promise.all([services.channels.list(), services.settings.read()]);
  const opened = await openCalendar(source, {
    defaults: services.defaults ?? {},
    networks: networksOf(channels),
    hasSlots: settings.slots.size > 0,
  });
  const journal = new Journal(upload, services);
  await services.withSpill(async (spill) => {
    const earlier = earlierParts(turn.calendar, turn.earlier, services.manifests);
    const run = { tally, spill, journal, earlier, services: { ...services, channels, settings } };
    const lines = opened.ok ? importRows(source, { opened, ...run }) : refusal(opened, tally);
    const { encoding } = opened.format;
    const about = () => ({ version: source.version, refused: !opened.ok, ...tally.counts });
    await services.calendars.writeReport(reportKey, { bytes: encode(lines, encoding), encoding, about });
  });

  const detail = { key, reportKey, refused: !opened.ok, ...eventOf(source.name, tally) };
  await services.events.publish([{ type: "CalendarImported", detail }]);
  // Only now: a run that repeats this one must still find what it has to tell.
  if (opened.ok) await journal.finish();
  return { outcome: opened.ok ? "imported" : "refused", calendar: source.name, ...tally.counts };
}

async function* refusal(opened: Extract<OpenedCalendar, { ok: false }>, tally: Tally): AsyncGenerator<string> {
  tally.addProblems(opened.problems);
  yield* refusalLines(opened, opened.format);
}

function eventOf(calendar: string, tally: Tally): Omit<CalendarImported, "key" | "reportKey" | "refused"> {
  const problems = tally.problems.map(({ line, column, problem, remedy, severity }) => ({
    line,
    column,
    problem,
    remedy,
    severity,
  }));
  return { version: 1, calendar, ...tally.counts, problems };
}
