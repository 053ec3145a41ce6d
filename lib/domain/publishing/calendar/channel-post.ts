import type { Channel } from "../../accounts/channel.ts";
import type { Draft, Problem } from "../draft.ts";
import { DEFAULT_LATENESS, type Lateness } from "../lateness.ts";
import { adaptedMedia } from "./adapted-media.ts";
import { wantsApproval } from "./approval.ts";
import { defaultsOn } from "./channel-defaults.ts";
import type { Content } from "./content.ts";
import type { DueAt } from "./dates/due-at.ts";
import { draftedPost, type Place, type RowContent, wishOf } from "./drafted-post.ts";
import { judgeFollowUps } from "./follow-ups.ts";
import type { Say } from "./messages/say.ts";
import { NETWORK_OPTIONS } from "./options.ts";
import { allOf, type CellProblem } from "./problem.ts";
import type { Occurrence } from "./repeat/occurrences.ts";
import type { ChannelRules, PlanContext, PlannedPost, WaitingPost } from "./row-plan.ts";

/** A row as it reads on one channel, and what is wrong with it there. */
export interface ChannelPost {
  readonly channel?: Channel;
  /** None when something keeps it from being planned, or when it waits for a slot; of a row that repeats, several. */
  readonly posts: readonly PlannedPost[];
  readonly waiting?: WaitingPost;
  /** What is wrong with the content before any network has seen it. */
  readonly content: readonly CellProblem[];
  /** `content`, and what the network says of it. */
  readonly problems: readonly CellProblem[];
}

/** Judges a row for one of its channels. */
export function readPost({ row, content }: RowContent, place: Place, context: PlanContext): ChannelPost {
  const { channel, due, occurrences } = place;
  const { say } = context;
  const { campaign } = content.values;
  const needsApproval = wantsApproval({ channel, campaign, wanted: content.wantsApproval }, context);
  const told = needsApproval ? [...content.problems, approvalNote(say)] : content.problems;
  // A draft whose files are missing would only be refused a second time, for having none.
  if (content.isRefused) return { channel, posts: [], content: told, problems: told };

  const { media, problems: ofMedia } = adaptedMedia(content.media, { place, imageFit: content.imageFit, context });
  const make = (occurrence?: Occurrence) => draftedPost({ row, content, media }, { place, occurrence }, context);
  const first = make(occurrences?.[0]);
  const judged = judge(first.draft, content, { channel, context });
  const lateness = latenessOf(content.lateness, place, context);
  const { wantsStaging, followUps } = judged;
  const { calendar, isOfNamedCalendar, rowId, publicationId, dueAt, draft } = first;
  const plain = {
    calendar,
    isOfNamedCalendar,
    rowId,
    publicationId,
    channel,
    dueAt,
    draft,
    lateness,
    wantsStaging,
    followUps,
  };
  const post = needsApproval ? { ...plain, needsApproval } : plain;
  const problems = allOf(told, ofMedia, judged.problems, lackingTime(due));
  if (!("dueAt" in due)) {
    const slot = wishOf(place, context);
    return { channel, posts: [], waiting: slot && { ...post, slot }, content: told, problems };
  }
  const later = occurrences?.slice(1).map((occurrence) => ({ ...post, ...make(occurrence) })) ?? [];
  return { channel, posts: [post, ...later], content: told, problems };
}

/** The row counts more than its file, the file more than what is agreed upon for the channel. */
function latenessOf(written: Lateness | undefined, { channel }: Place, context: PlanContext): Lateness {
  const agreed = defaultsOn(channel.channelId, context.channelDefaults);
  return written ?? context.fileLateness ?? agreed.lateness ?? DEFAULT_LATENESS;
}

function approvalNote(say: Say): CellProblem {
  return { column: "approval", ...say("approvalNeeded"), severity: "warning" };
}

/** Of a row whose other channels have slots. Where none has, the row as a whole is told, and told once. */
function lackingTime(due: DueAt): readonly CellProblem[] {
  return "problems" in due && due.lacksTime ? due.problems : [];
}

interface Judging {
  readonly channel: Channel;
  readonly context: PlanContext;
}

type Judged = Pick<PlannedPost, "wantsStaging" | "followUps"> & Pick<ChannelPost, "problems">;

function judge(draft: Draft, { followUps }: Content, { channel, context: { rulesOf, say } }: Judging): Judged {
  const { network } = channel;
  const rules = rulesOf(network);
  if (!rules) return { problems: [cannotPublish(channel, say)], wantsStaging: false, followUps: [] };
  const found = rules.check(draft, channel).map((problem) => inLanguage(problem, say));
  const below = judgeFollowUps(followUps, { rules: rules.followUps, network, say });
  const problems = allOf(found, unsupported(draft, { rules, network, say }), below.problems);
  return { problems, wantsStaging: rules.needsStaging(draft), followUps: below.followUps };
}

/** A network words its problems itself. */
function inLanguage({ inFrench, ...problem }: Problem, { language }: Say): CellProblem {
  return language === "fr" ? { ...problem, ...inFrench } : problem;
}

interface Supporting {
  readonly rules: ChannelRules;
  readonly network: string;
  readonly say: Say;
}

const NETWORK_OPTION_COLUMNS = Object.entries(NETWORK_OPTIONS);

function unsupported({ options }: Draft, { rules, network, say }: Supporting): readonly CellProblem[] {
  if (!options) return [];
  const problems: CellProblem[] = [];
  for (const [column, option] of NETWORK_OPTION_COLUMNS) {
    const value = options[option];
    if (value === undefined || value === "public" || rules.options?.includes(option)) continue;
    problems.push({ column, value, ...say("optionUnsupported", { network }), severity: "warning" });
  }
  return problems;
}

function cannotPublish({ channelId, network }: Channel, say: Say): CellProblem {
  return { column: "channels", value: channelId, ...say("channelSilent", { network }) };
}
