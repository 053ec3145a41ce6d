import type { CalendarReport } from "#lib/app/publishing/calendar/check-calendar.ts";
import type { DoneRow } from "#lib/app/publishing/calendar/done-row.ts";
import type { CalendarProblem } from "#lib/domain/publishing/calendar/problem.ts";
import { changedCells } from "#lib/domain/publishing/calendar/written/changes.ts";
import { type Output, readable, shorten } from "../output.ts";

/** What an import would do, for scripts. */
export function reportAsJson({ rows, added, changed, cancelled, unchanged, problems, posts }: CalendarReport) {
  return {
    rows,
    add: added,
    change: changed,
    cancel: cancelled,
    unchanged,
    problems: problems.map(({ line, column, value = "", problem, remedy, severity, channelId }) => {
      return { line, column, value, problem: channelId ? `${channelId}: ${problem}` : problem, remedy, severity };
    }),
    posts: posts.map(({ becomes: _, ...post }) => post),
  };
}

interface Print {
  readonly output: Output;
  /** Against what is planned, and not against nothing. */
  readonly isCompared: boolean;
}

/** What an import would do, for the person who made the file. */
export function printPlan(report: CalendarReport, { output, isCompared }: Print): void {
  const { rows, imported, rejected, added, changed, cancelled, unchanged } = report;
  printPosts(report, output);
  for (const row of report.changes) for (const line of changesOf(row)) output.print(line);
  for (const problem of report.problems) printProblem(problem, output);
  if (report.refused) {
    output.print(output.style("red", "Nothing of this file can be planned."));
    return;
  }
  output.print(`${rows} ${rows === 1 ? "row" : "rows"}: ${imported} would be planned, ${rejected} rejected.`);
  output.print(
    isCompared
      ? `To add: ${added}, to change: ${changed}, to cancel: ${cancelled}, unchanged: ${unchanged}.`
      : "Compared with nothing, since no laptop is running: every row counts as new.",
  );
}

const WORDS = { added: "add", changed: "change" } as const;
const CANCEL = "cancel";

/** What stays as it is needs no line. */
function printPosts({ posts, cancels }: CalendarReport, output: Output): void {
  const lines = posts.flatMap(({ becomes, line, dueAt, channels, text, media }) => {
    if (!becomes) return [];
    return [[WORDS[becomes], String(line), readable(dueAt), channels.join(", "), shorten(text, 48), media.join(", ")]];
  });
  const cancelled = cancels.map((row) => {
    const [first] = row;
    const channels = row.map(({ channelId }) => channelId).join(", ");
    const media = first?.draft.media.map(({ name }) => name).join(", ") ?? "";
    return [CANCEL, "", readable(first?.dueAt ?? new Date(0)), channels, shorten(first?.draft.text ?? "", 48), media];
  });
  if (lines.length + cancelled.length === 0) return;
  output.table(["", "line", "due", "channels", "text", "media"], [...lines, ...cancelled]);
}

/** Which cells of a changed row say something else than what is planned. */
function changesOf({ plan, posts }: DoneRow): readonly string[] {
  return posts.flatMap(({ publication, result }) => {
    if (result.outcome !== "changed" || !result.before) return [];
    const { channelId, network } = publication.channel;
    const wanted = { ...publication, ...publication.lateness, channelId, network };
    return changedCells(result.before, wanted).map(({ column, before, after }) => {
      const where = `line ${plan.row.line}, column ${column}, ${channelId}`;
      return `change   ${where}: “${shorten(before)}” becomes “${shorten(after)}”`;
    });
  });
}

function printProblem(
  { line, column, value, problem, remedy, severity, channelId }: CalendarProblem,
  output: Output,
): void {
  const mark = severity === "error" ? output.style("red", "error") : output.style("yellow", "warning");
  const where = [`line ${line}`, column && `column ${column}`, channelId].filter(Boolean).join(", ");
  const isNamed = !value || problem.includes(value);
  output.print(`${mark}  ${where}: ${isNamed ? "" : `“${shorten(value)}”: `}${problem}\n       ${remedy}`);
}
