import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import { type CalendarImported, PROBLEMS_IN_EVENT } from "#lib/domain/publishing/calendar/events.ts";
import { openCalendar } from "./open-calendar.ts";
import { planBatch } from "./plan-batch.ts";
import { type PlanServices, planCalendar } from "./plan-calendar.ts";
import type { CalendarSource, CalendarStore, PublicationPlanner } from "./ports.ts";
import { rememberedMedia } from "./remembered-media.ts";
import { refusalLines, resultHeader, resultLine } from "./result-file.ts";
import { type CalendarCounts, Tally } from "./tally.ts";

export interface ImportServices extends Omit<PlanServices, "channels"> {
  readonly planner: PublicationPlanner;
  readonly calendars: CalendarStore;
  readonly channels: ChannelDirectory;
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
  const opened = await openCalendar(source);
  const lines = opened.ok ? importRows(source, { opened, tally, services }) : refusal(opened.problems, tally);
  await calendars.writeReport(reportKey, lines);

  const detail = { key, reportKey, refused: !opened.ok, ...eventOf(source.name, tally) };
  await events.publish([{ type: "CalendarImported", detail }]);
  return { outcome: opened.ok ? "imported" : "refused", calendar: source.name, ...tally.counts };
}

interface ImportRun {
  readonly opened: Extract<Awaited<ReturnType<typeof openCalendar>>, { ok: true }>;
  readonly tally: Tally;
  readonly services: ImportServices;
}

/** Plans batch by batch and yields the lines of the result. */
async function* importRows(source: CalendarSource, { opened, tally, services }: ImportRun): AsyncGenerator<string> {
  const { header } = opened;
  const channels = await services.channels.list();
  const judged = planCalendar(source.name, opened.rows(), {
    ...services,
    channels,
    media: rememberedMedia(services.media),
  });
  tally.addProblems(header.warnings);
  yield resultHeader(header.cells);
  // What is wrong with the header has no row of its own: the first one tells it.
  let ofHeader = header.warnings;
  for await (const batch of judged) {
    for (const row of await planBatch(batch, source.uploadedAt, services.planner)) {
      const { plan, outcomes } = row;
      tally.addRow(outcomes.length, plan.problems);
      yield resultLine({ ...row, plan: { ...plan, problems: [...ofHeader, ...plan.problems] } });
      ofHeader = [];
    }
  }
}

async function* refusal(problems: Parameters<typeof refusalLines>[0], tally: Tally): AsyncGenerator<string> {
  tally.addProblems(problems);
  yield* refusalLines(problems);
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
