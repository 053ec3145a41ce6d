import { networksOf } from "#lib/domain/accounts/channel.ts";
import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { isOver, isPast, isRepeated, pastProblem } from "#lib/domain/publishing/calendar/past.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
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
  const networks = networksOf(services.channels);
  const hasSlots = (services.settings ?? NO_SETTINGS).slots.size > 0;
  const calendar = await openCalendar(source, { defaults: services.defaults ?? {}, networks, hasSlots });
  tally.addProblems(calendar.ok ? calendar.header.warnings : calendar.problems);
  if (!calendar.ok) return { refused: true, ...tally.counts, problems: tally.problems, posts };

  const { say } = calendar.rules;
  for await (const batch of planCalendar(source, calendar, services)) {
    for (const judged of batch) {
      const row = admitted(judged, source.uploadedAt, say);
      tally.addRow(row.publications.length, row.plan.problems);
      posts.push(...reported(row));
    }
  }
  return { refused: false, ...tally.counts, problems: tally.problems, posts };
}

function admitted(row: PlannedRow, uploadedAt: Date, say: Say): PlannedRow {
  if (!isPast(row.plan, uploadedAt)) return row;
  const toCome = isRepeated(row.plan) ? row.publications.filter((post) => !isOver(post, uploadedAt)) : [];
  if (toCome.length > 0) return { ...row, publications: toCome };
  return held(row, pastProblem(row.plan, uploadedAt, say));
}

/** Channels for which the row reads alike, at the same instant, are told together. */
function reported({ plan, publications }: PlannedRow): readonly ReportedPost[] {
  const posts = new Map<string, ReportedPost>();
  for (const { channel, rowId, dueAt, draft } of publications.filter(({ followUp }) => !followUp)) {
    const media = draft.media.map(({ name }) => name);
    const key = JSON.stringify([rowId, dueAt, media, plan.row.variants.get(channel.network)]);
    const channels = [...(posts.get(key)?.channels ?? []), channel.channelId];
    posts.set(key, {
      line: plan.row.line,
      id: rowId,
      dueAt,
      channels,
      text: posts.get(key)?.text ?? draft.text,
      media,
    });
  }
  return [...posts.values()];
}
