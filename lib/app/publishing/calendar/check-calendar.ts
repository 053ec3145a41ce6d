import { isPast, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { openCalendar } from "./open-calendar.ts";
import { type PlanServices, planCalendar } from "./plan-calendar.ts";
import { held, type PlannedRow } from "./planned-row.ts";
import type { CalendarSource } from "./ports.ts";
import { type CalendarCounts, Tally } from "./tally.ts";

/** What an import of the file would do, now. */
export interface CalendarReport extends CalendarCounts {
  /** The file cannot be read at all; `problems` says why. */
  readonly refused: boolean;
  readonly problems: readonly CalendarProblem[];
  readonly posts: readonly ReportedPost[];
}

export interface ReportedPost {
  readonly line: number;
  readonly id: string;
  readonly dueAt: Date;
  readonly channels: readonly string[];
  readonly text: string;
  readonly media: readonly string[];
}

/** A dry run: reads and judges a calendar and touches nothing. What lies in the past is refused, planned earlier or not. */
export async function checkCalendar(source: CalendarSource, services: PlanServices): Promise<CalendarReport> {
  const tally = new Tally(Number.POSITIVE_INFINITY);
  const posts: ReportedPost[] = [];
  const calendar = await openCalendar(source);
  tally.addProblems(calendar.ok ? calendar.header.warnings : calendar.problems);
  if (!calendar.ok) return { refused: true, ...tally.counts, problems: tally.problems, posts };

  for await (const batch of planCalendar(source.name, calendar.rows(), services)) {
    for (const judged of batch) {
      const isOver = isPast(judged.plan, source.uploadedAt);
      const row = isOver ? held(judged, pastProblem(judged.plan, source.uploadedAt)) : judged;
      tally.addRow(row.publications.length, row.plan.problems);
      posts.push(...reported(row));
    }
  }
  return { refused: false, ...tally.counts, problems: tally.problems, posts };
}

function reported({ plan, publications }: PlannedRow): readonly ReportedPost[] {
  const [first] = publications;
  if (!first) return [];
  const { rowId, dueAt, draft } = first;
  const channels = publications.map(({ channel }) => channel.channelId);
  return [
    { line: plan.row.line, id: rowId, dueAt, channels, text: draft.text, media: draft.media.map(({ name }) => name) },
  ];
}
