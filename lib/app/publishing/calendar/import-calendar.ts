import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import { networksOf } from "#lib/domain/accounts/channel.ts";
import { type CalendarImported, PROBLEMS_IN_EVENT } from "#lib/domain/publishing/calendar/events.ts";
import { encode } from "./encoding.ts";
import { type OpenedCalendar, openCalendar } from "./open-calendar.ts";
import { planBatch } from "./plan-batch.ts";
import { type PlanServices, planCalendar } from "./plan-calendar.ts";
import type { CalendarSource, CalendarStore, PublicationPlanner, SettingsSource } from "./ports.ts";
import { rememberedMedia } from "./remembered-media.ts";
import { refusalLines, resultWriter } from "./result-file.ts";
import { type CalendarCounts, Tally } from "./tally.ts";

export interface ImportServices extends Omit<PlanServices, "channels" | "settings"> {
  readonly planner: PublicationPlanner;
  readonly calendars: CalendarStore;
  readonly channels: ChannelDirectory;
  readonly settings: SettingsSource;
  readonly events: EventPublisher;
}

export type ImportSummary =
  | ({ readonly outcome: "imported" | "refused"; readonly calendar: string } & CalendarCounts)
  /** There is no file: it was deleted before its turn came, or it only marks a folder. */
  | { readonly outcome: "absent" };

/**
 * Imports one uploaded calendar: plans its good rows, writes the result beside it, tells the world. Safe to repeat: what
 * is planned already stays as it is.
 */
export async function importCalendar(key: string, services: ImportServices): Promise<ImportSummary> {
  const { calendars, events } = services;
  const source = await calendars.find(key);
  if (!source) return { outcome: "absent" };

  const tally = new Tally(PROBLEMS_IN_EVENT);
  const reportKey = `reports/${source.name}.result.csv`;
  const [channels, settings] = await Promise.all([services.channels.list(), services.settings.read()]);
  const opened = await openCalendar(source, {
    defaults: services.defaults ?? {},
    networks: networksOf(channels),
    hasSlots: settings.slots.size > 0,
  });
  const lines = opened.ok
    ? importRows(source, { opened, tally, services: { ...services, channels, settings } })
    : refusal(opened, tally);
  const { encoding } = opened.format;
  await calendars.writeReport(reportKey, encode(lines, encoding), encoding);

  const detail = { key, reportKey, refused: !opened.ok, ...eventOf(source.name, tally) };
  await events.publish([{ type: "CalendarImported", detail }]);
  return { outcome: opened.ok ? "imported" : "refused", calendar: source.name, ...tally.counts };
}

interface ImportRun {
  readonly opened: Extract<OpenedCalendar, { ok: true }>;
  readonly tally: Tally;
  readonly services: PlanServices & Pick<ImportServices, "planner">;
}

/** Plans batch by batch and yields the lines of the result. */
async function* importRows(source: CalendarSource, { opened, tally, services }: ImportRun): AsyncGenerator<string> {
  const { header, rules } = opened;
  const { planner } = services;
  const batchContext = { uploadedAt: source.uploadedAt, planner, say: rules.say };
  const result = resultWriter(opened, opened.format);
  const judged = planCalendar(source, opened, { ...services, media: rememberedMedia(services.media) });
  tally.addProblems(header.warnings);
  yield result.head();
  // What is wrong with the header has no row of its own: the first one tells it.
  let ofHeader = header.warnings;
  for await (const batch of judged) {
    for (const row of await planBatch(batch, batchContext)) {
      const { plan, outcomes } = row;
      tally.addRow(outcomes.length, plan.problems);
      yield result.row({ ...row, plan: { ...plan, problems: [...ofHeader, ...plan.problems] } });
      ofHeader = [];
    }
  }
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
