import type { Channel } from "../../accounts/channel.ts";
import type { Draft, Problem } from "../draft.ts";
import { readChannels } from "./channels.ts";
import { readDueAt } from "./due-at.ts";
import { type MediaLookup, readMedia } from "./media.ts";
import { type CalendarProblem, type CellProblem, isError, onLine, quote } from "./problem.ts";
import type { CalendarRow } from "./row.ts";

/** What a row is judged by. */
export interface PlanContext {
  readonly channels: readonly Channel[];
  /** For rows that name none. */
  readonly defaultTimeZone: string;
  /** Undefined for a network that publishes nothing. */
  readonly rulesOf: (network: string) => ChannelRules | undefined;
  /** Knows every file that `mediaNames` finds in the row. */
  readonly lookUpMedia: (name: string) => MediaLookup;
}

/** The part of a network that judges a draft. */
export interface ChannelRules {
  check(draft: Draft, channel: Channel): readonly Problem[];
  needsStaging(draft: Draft): boolean;
}

/** One row, read: what would go out, and everything that is wrong with it. */
export interface RowPlan {
  readonly row: CalendarRow;
  readonly posts: readonly PlannedPost[];
  readonly problems: readonly CalendarProblem[];
}

/** The row's post on one of its channels. */
export interface PlannedPost {
  readonly channel: Channel;
  readonly dueAt: Date;
  readonly draft: Draft;
  readonly wantsStaging: boolean;
}

/**
 * Reads one row and reports everything that is wrong with it at once. What concerns the whole row (date, text, media)
 * keeps all of it back; what concerns one channel keeps only that one back.
 */
export function planRow(row: CalendarRow, context: PlanContext): RowPlan {
  const { values } = row;
  const due = readDueAt(values, context.defaultTimeZone);
  const media = readMedia({ media: values.media, altText: values.alt_text }, context.lookUpMedia);
  const chosen = readChannels(values.channels, context.channels);
  const link = readLink(values.link);
  const draft = draftOf(row, media.media);

  const content = [...media.problems, ...link, ...emptyPost(row)];
  const ofRow = [...row.problems, ...longId(row), ...("problems" in due ? due.problems : []), ...content].map(
    on(row.line),
  );
  const ofChoice = chosen.problems.map(on(row.line));
  // A draft whose files are missing would only be refused a second time, for having none.
  const judged = content.some(isError)
    ? []
    : chosen.channels.map((channel) => judge(row.line, { channel, draft, context }));

  const problems = [...ofRow, ...ofChoice, ...judged.flatMap((each) => each.problems)];
  if (ofRow.some(isError) || !("dueAt" in due)) return { row, posts: [], problems };
  const posts = judged
    .filter((each) => !each.problems.some(isError))
    .map(({ channel, wantsStaging }) => ({ channel, dueAt: due.dueAt, draft, wantsStaging }));
  return { row, posts, problems };
}

const on = (line: number) => (problem: CellProblem) => onLine(line, problem);

interface Candidate {
  readonly channel: Channel;
  readonly draft: Draft;
  readonly context: PlanContext;
}

function judge(line: number, { channel, draft, context }: Candidate) {
  const rules = context.rulesOf(channel.network);
  const found = rules ? rules.check(draft, channel) : [cannotPublish(channel)];
  const problems = found.map((problem) => onLine(line, { ...problem, channelId: channel.channelId }));
  return { channel, problems, wantsStaging: rules?.needsStaging(draft) ?? false };
}

function draftOf({ values }: CalendarRow, media: Draft["media"]): Draft {
  return {
    text: values.text,
    media,
    ...(values.link !== "" && { link: values.link }),
    ...(values.campaign !== "" && { campaign: values.campaign }),
  };
}

function readLink(written: string): readonly CellProblem[] {
  if (written === "" || isWebAddress(written)) return [];
  const proposed = `https://${written}`;
  const remedy =
    /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(written) && isWebAddress(proposed)
      ? `Write ${proposed}`
      : "Write one whole address that begins with https://. If this is the end of the text, put the text in double quotes: it contains a comma.";
  return [{ column: "link", value: written, problem: `${quote(written)} is not a web address`, remedy }];
}

function isWebAddress(written: string): boolean {
  return /^https?:\/\//i.test(written) && !/\s/.test(written) && URL.canParse(written);
}

/** Ids stand in events and in people's searches. */
const LONGEST_ID = 200;

function longId({ values }: CalendarRow): readonly CellProblem[] {
  if (values.id.length <= LONGEST_ID) return [];
  const problem = `the id has ${values.id.length} characters`;
  return [{ column: "id", value: quote(values.id), problem, remedy: `Use at most ${LONGEST_ID} characters.` }];
}

function emptyPost({ values }: CalendarRow): readonly CellProblem[] {
  if (values.text !== "" || values.media !== "" || values.link !== "") return [];
  return [{ column: "text", problem: "there is nothing to publish", remedy: "Fill in text, media or link." }];
}

function cannotPublish(channel: Channel): CellProblem {
  return {
    column: "channels",
    value: channel.channelId,
    problem: `Antenne cannot publish on ${channel.network} yet`,
    remedy: "Take the channel out of this row.",
  };
}
