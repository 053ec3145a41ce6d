import { type ChannelPost, readPost } from "./channel-post.ts";
import { readChannels } from "./channels.ts";
import { contentReader } from "./content.ts";
import { LONGEST_ID } from "./limits.ts";
import type { Say } from "./messages/say.ts";
import { allOf, type CalendarProblem, type CellProblem, isError, onLine } from "./problem.ts";
import type { CalendarRow } from "./row.ts";
import { type ChannelDue, readDues } from "./row-dues.ts";
import type { PlanContext, RowPlan } from "./row-plan.ts";

/**
 * Reads one row and reports everything that is wrong with it at once. What concerns the whole row (date, text, media)
 * keeps all of it back; what concerns one channel keeps only that one back.
 */
export function planRow(row: CalendarRow, context: PlanContext): RowPlan {
  const { values, line } = row;
  const written = (!context.ignoresChannelColumn && values.channels) || context.defaultChannels;
  const { channels, problems: ofCell } = readChannels(written, context);
  const dues = readDues(row, channels, context);
  const contentFor = contentReader(row, context);
  const judged = channels.map((channel, index) => {
    const content = contentFor(channel.network);
    const { due, occurrences } = dues.byChannel[index] ?? UNKNOWN;
    return readPost({ row, content }, { channel, due, occurrences }, context);
  });

  const shared = judged.length > 0 ? sharedProblems(judged) : contentFor().problems;
  const found = allOf(longId(row, context.say), dues.problems, shared);
  const ofRow = allOf(row.problems, onEach(line, found));
  const told = allOf(shared, dues.problems);
  const problems = allOf(ofRow, onEach(line, ofCell), ...judged.map((post) => ownProblems(post, told, line)));
  if (ofRow.some(isError)) return { row, posts: [], waiting: [], problems };
  const good = judged.filter((post) => !post.problems.some(isError));
  return {
    row,
    posts: allOf(...good.map(({ posts }) => posts)),
    waiting: good.flatMap(({ waiting }) => waiting ?? []),
    problems,
  };
}

const UNKNOWN: ChannelDue = { due: { problems: [] } };

function onEach(line: number, problems: readonly CellProblem[]): readonly CalendarProblem[] {
  return problems.length === 0 ? [] : problems.map((problem) => onLine(line, problem));
}

const keyOf = ({ column, value, problem }: CellProblem) => JSON.stringify([column, value, problem]);

/** What is wrong with the content on every channel is wrong with the row: told once, and it holds the row. */
function sharedProblems([first, ...others]: readonly ChannelPost[]): readonly CellProblem[] {
  if (!first || others.every(({ content }) => content === first.content)) return first?.content ?? [];
  const isEverywhere = (problem: CellProblem) =>
    others.every((post) => post.content.some((each) => keyOf(each) === keyOf(problem)));
  return first.content.filter(isEverywhere);
}

/** @param told what is told of the row as a whole */
function ownProblems(
  { channel, problems }: ChannelPost,
  told: readonly CellProblem[],
  line: number,
): readonly CalendarProblem[] {
  if (problems.length === 0 || problems === told) return [];
  const known = new Set(told.map(keyOf));
  const own = known.size === 0 ? problems : problems.filter((problem) => !known.has(keyOf(problem)));
  return own.map((problem) => onLine(line, { ...problem, channelId: channel?.channelId }));
}

function longId({ values }: CalendarRow, say: Say): readonly CellProblem[] {
  const { length } = values.id;
  if (length <= LONGEST_ID) return [];
  return [{ column: "id", value: `${values.id.slice(0, 60)}…`, ...say("idTooLong", { length }) }];
}
