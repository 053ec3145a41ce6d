import { type ChannelPost, readPost } from "./channel-post.ts";
import { readChannels } from "./channels.ts";
import { LONGEST_ID } from "./limits.ts";
import type { Say } from "./messages/say.ts";
import { type CellProblem, isError, onLine } from "./problem.ts";
import type { CalendarRow } from "./row.ts";
import { readDues } from "./row-dues.ts";
import type { PlanContext, RowPlan } from "./row-plan.ts";

/**
 * Reads one row and reports everything that is wrong with it at once. What concerns the whole row (date, text, media)
 * keeps all of it back; what concerns one channel keeps only that one back.
 */
export function planRow(row: CalendarRow, context: PlanContext): RowPlan {
  const { values, line } = row;
  const on = (problem: CellProblem) => onLine(line, problem);
  const written = (!context.ignoresChannelColumn && values.channels) || context.defaultChannels;
  const chosen = readChannels(written, context);
  const dues = readDues(row, chosen.channels, context);
  const judged = chosen.channels.map((channel) => readPost(row, { channel, ...dues.of(channel) }, context));

  const shared = sharedProblems(judged);
  const content = judged.length > 0 ? shared : readPost(row, undefined, context).problems;
  const ofRow = [...row.problems, ...[...longId(row, context.say), ...dues.problems, ...content].map(on)];
  const ofChannels = judged.flatMap((post) => ownProblems(post, [...shared, ...dues.problems], line));
  const problems = [...ofRow, ...chosen.problems.map(on), ...ofChannels];
  if (ofRow.some(isError)) return { row, posts: [], waiting: [], problems };
  const good = judged.filter((post) => !post.problems.some(isError));
  const posts = good.flatMap((post) => post.posts);
  return { row, posts, waiting: good.flatMap(({ waiting }) => waiting ?? []), problems };
}

const keyOf = ({ column, value, problem }: CellProblem) => JSON.stringify([column, value, problem]);

/** What is wrong with the content on every channel is wrong with the row: told once, and it holds the row. */
function sharedProblems(judged: readonly ChannelPost[]): readonly CellProblem[] {
  const [first, ...others] = judged;
  const isEverywhere = (problem: CellProblem) =>
    others.every((post) => post.content.some((each) => keyOf(each) === keyOf(problem)));
  return first?.content.filter(isEverywhere) ?? [];
}

function ownProblems({ channel, problems }: ChannelPost, shared: readonly CellProblem[], line: number) {
  if (problems.length === 0) return [];
  const told = new Set(shared.map(keyOf));
  const own = problems.filter((problem) => !told.has(keyOf(problem)));
  return own.map((problem) => onLine(line, { ...problem, channelId: channel?.channelId }));
}

function longId({ values }: CalendarRow, say: Say): readonly CellProblem[] {
  const { length } = values.id;
  if (length <= LONGEST_ID) return [];
  return [{ column: "id", value: `${values.id.slice(0, 60)}…`, ...say("idTooLong", { length }) }];
}
