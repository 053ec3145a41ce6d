import { networksOf } from "#lib/domain/accounts/channel.ts";
import { type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import type { PostInPlan } from "#lib/domain/publishing/calendar/written/row.ts";
import { cancelMissing } from "./cancel-missing.ts";
import type { DoneRow } from "./done-row.ts";
import { FileComparison } from "./ledger/file-comparison.ts";
import type { EarlierPart } from "./ledger/manifest.ts";
import { withMemorySpill } from "./ledger/memory-spill.ts";
import type { WithSpill } from "./ledger/ports.ts";
import { type OpenCalendar, openCalendar } from "./open-calendar.ts";
import { underOwnName } from "./own-name.ts";
import type { PlanServices } from "./plan-calendar.ts";
import { plannedBatches } from "./planned-batches.ts";
import type { CalendarSource, PublicationPlanner } from "./ports.ts";
import { type CalendarCounts, Tally } from "./tally.ts";

/** What an import of the file would do, now. */
export interface CalendarReport extends CalendarCounts {
  /** The file cannot be read at all; `problems` says why. */
  readonly refused: boolean;
  readonly problems: readonly CalendarProblem[];
  readonly posts: readonly ReportedPost[];
  /** The rows of which something that is planned would change. */
  readonly changes: readonly DoneRow[];
  /** What would be cancelled, because the file does not name it any more; by row. */
  readonly cancels: readonly (readonly PostInPlan[])[];
}

/** A row, on the channels on which it reads alike. */
export interface ReportedPost {
  readonly line: number;
  readonly id: string;
  readonly dueAt: Date;
  readonly channels: readonly string[];
  readonly text: string;
  readonly media: readonly string[];
  /** What would become of its row; undefined when all stays as it is. */
  readonly becomes: "added" | "changed" | undefined;
}

/** The plan that a file is compared with. */
export interface PresentPlan {
  readonly planner: Pick<PublicationPlanner, "preview" | "known" | "previewCancel">;
  /** What earlier imports of a calendar have asked for. */
  readonly earlier: (calendar: string) => AsyncIterable<EarlierPart>;
}

/** For a check that can ask nobody: everything is new. */
const NOTHING_PLANNED: PresentPlan = {
  planner: {
    preview: async (planned) => planned.map(() => ({ outcome: "added" })),
    previewCancel: async () => [],
    known: async () => new Map(),
  },
  async *earlier() {},
};

export interface CheckServices extends PlanServices {
  /** @default nothing is planned */
  readonly present?: PresentPlan;
  /** @default in memory */
  readonly withSpill?: WithSpill;
  /** Is shown each row: the report does not keep them. */
  readonly watch?: (row: DoneRow) => void;
}

/** A dry run: reads and judges a calendar, compares it with the plan and touches nothing. */
export async function checkCalendar(
  file: CalendarSource,
  { present = NOTHING_PLANNED, withSpill = withMemorySpill, watch = () => {}, ...services }: CheckServices,
): Promise<CalendarReport> {
  const source = await underOwnName(file);
  const tally = new Tally(Number.POSITIVE_INFINITY);
  const networks = networksOf(services.channels);
  const hasSlots = (services.settings ?? NO_SETTINGS).slots.size > 0;
  const calendar = await openCalendar(source, { defaults: services.defaults ?? {}, networks, hasSlots });
  tally.addProblems(calendar.ok ? calendar.header.warnings : calendar.problems);
  if (!calendar.ok)
    return { refused: true, ...tally.counts, problems: tally.problems, posts: [], changes: [], cancels: [] };

  return await withSpill(async (spill) => {
    const comparison = new FileComparison(spill, calendar.rules);
    const rows = await rowsOf(source, { calendar, services, present, tally, comparison, watch });
    const cancels = await cancelsOf(source, { present, tally, comparison });
    return { refused: false, ...tally.counts, problems: tally.problems, ...rows, cancels };
  });
}

interface Check {
  readonly present: PresentPlan;
  readonly tally: Tally;
  readonly comparison: FileComparison;
}

interface RowCheck extends Check {
  readonly calendar: OpenCalendar;
  readonly services: PlanServices;
  readonly watch: (row: DoneRow) => void;
}

async function rowsOf(
  source: CalendarSource,
  { calendar, services, present, tally, comparison, watch }: RowCheck,
): Promise<Pick<CalendarReport, "posts" | "changes">> {
  const posts: ReportedPost[] = [];
  const changes: DoneRow[] = [];
  const { preview: plan, known } = present.planner;
  for await (const rows of plannedBatches(source, calendar, { services, plan, known })) {
    comparison.addRows(rows);
    for (const row of rows) {
      watch(row);
      tally.addRow(row);
      // A row as a whole takes ten times as much memory as what is told of it.
      posts.push(...reported(row));
      if (row.outcomes.includes("changed")) changes.push(row);
    }
  }
  return { posts, changes };
}

async function cancelsOf(source: CalendarSource, { present, tally, comparison }: Check) {
  const { planner, earlier } = present;
  const obstacle = await comparison.whyNotCancel(earlier(source.name), source.uploadedAt);
  if (obstacle) tally.addProblems([onLine(1, { column: "", ...obstacle, severity: "warning" })]);
  const cancels: (readonly PostInPlan[])[] = [];
  const step = { cancel: planner.previewCancel, keep: async () => {} };
  const missing = obstacle ? comparison.missing(false) : comparison.missing();
  for await (const { remains, posts } of cancelMissing(missing, step)) {
    tally.addCancelled(remains);
    cancels.push(posts);
  }
  return cancels;
}

/** Channels for which the row reads alike, at the same instant, are told together. */
function reported({ plan, posts, outcomes }: DoneRow): readonly ReportedPost[] {
  const becomes = outcomes.includes("added") ? "added" : outcomes.includes("changed") ? "changed" : undefined;
  const told = new Map<string, ReportedPost>();
  for (const { publication } of posts) {
    const { channel, rowId, dueAt, draft, followUp } = publication;
    if (followUp) continue;
    const media = draft.media.map(({ name }) => name);
    const key = JSON.stringify([rowId, dueAt, media, plan.row.variants.get(channel.network)]);
    const other = told.get(key);
    told.set(key, {
      line: plan.row.line,
      id: rowId,
      dueAt,
      channels: [...(other?.channels ?? []), channel.channelId],
      text: other?.text ?? draft.text,
      media,
      becomes,
    });
  }
  return [...told.values()];
}
