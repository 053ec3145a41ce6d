import type { Channel } from "../../accounts/channel.ts";
import type { Draft, DraftOptions, Problem } from "../draft.ts";
import { DEFAULT_LATENESS, type Lateness } from "../lateness.ts";
import { adaptedMedia } from "./adapted-media.ts";
import { wantsApproval } from "./approval.ts";
import { defaultsOn } from "./channel-defaults.ts";
import type { Content } from "./content.ts";
import type { DueAt } from "./dates/due-at.ts";
import { judgeFollowUps } from "./follow-ups.ts";
import { mediaReferences } from "./media-references.ts";
import type { Say } from "./messages/say.ts";
import { NETWORK_OPTIONS } from "./options.ts";
import { allOf, type CellProblem } from "./problem.ts";
import type { Occurrence } from "./repeat/occurrences.ts";
import type { CalendarRow } from "./row.ts";
import type { ChannelDue } from "./row-dues.ts";
import type { ChannelRules, PlanContext, PlannedPost, PostKey, SlotWish, WaitingPost } from "./row-plan.ts";
import { replaced, tagged } from "./tracking.ts";

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

/** Where and when a row goes out. */
export interface Place extends ChannelDue {
  readonly channel: Channel;
}

export interface RowContent {
  readonly row: CalendarRow;
  /** In the words that the row has for the channel's network. */
  readonly content: Content;
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
  const { rowId, publicationId, dueAt, draft } = first;
  const plain = { rowId, publicationId, channel, dueAt, draft, lateness, wantsStaging, followUps };
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

function wishOf({ channel, due }: Place, { defaultTimeZone }: PlanContext): SlotWish | undefined {
  if (!("slotOn" in due)) return undefined;
  return { day: due.slotOn, timeZone: channel.timeZone ?? defaultTimeZone };
}

/** Of a row whose other channels have slots. Where none has, the row as a whole is told, and told once. */
function lackingTime(due: DueAt): readonly CellProblem[] {
  return "problems" in due && due.lacksTime ? due.problems : [];
}

interface RowDraft extends RowContent {
  /** As the channel's network gets them. */
  readonly media: Draft["media"];
}

interface Moment {
  readonly place: Place;
  readonly occurrence: Occurrence | undefined;
}

type DraftedPost = Omit<PlannedPost, "wantsStaging" | "lateness" | "followUps">;

function draftedPost(
  { row, content, media }: RowDraft,
  { place, occurrence }: Moment,
  context: PlanContext,
): DraftedPost {
  const { channel, due } = place;
  // A date that cannot be read keeps the row back; its text is judged all the same.
  const dueAt = "dueAt" in due ? due.dueAt : new Date(0);
  const { rowId, publicationId } = context.identify({
    id: row.values.id,
    dueAt,
    slot: wishOf(place, context),
    occurrence: occurrence?.local,
    channelId: channel.channelId,
    ...ownContent(row),
  });
  const draft = draftOf({ content, media }, { network: channel.network, publicationId });
  return { rowId, publicationId, channel, dueAt: occurrence?.dueAt ?? dueAt, draft };
}

function draftOf(
  { content, media }: Omit<RowDraft, "row">,
  { network, publicationId }: { readonly network: string; readonly publicationId: string },
): Draft {
  const { values, options, isUntagged } = content;
  const { text, link: written, campaign } = values;
  const link = isUntagged || written === "" ? written : tagged(written, { network, campaign, publicationId });
  // Filled in one by one: every post comes through here, and spreading conditions costs as much as all the rest.
  const draft: { -readonly [Name in keyof Draft]: Draft[Name] } = {
    text: written === "" ? text : replaced(text, written, link),
    media,
  };
  if (link !== "") draft.link = link;
  if (campaign !== "") draft.campaign = campaign;
  if (hasAny(options)) draft.options = options;
  return draft;
}

function hasAny(options: DraftOptions): boolean {
  for (const _ in options) return true;
  return false;
}

type OwnContent = Pick<PostKey, "text" | "mediaNames">;

/** Only a row without an id is known by its content. */
const NOT_NEEDED: OwnContent = { text: "", mediaNames: [] };

/** What the row says in common for all networks; where it says nothing, what it says for each of them. */
function ownContent({ values, variants }: CalendarRow): OwnContent {
  if (values.id !== "") return NOT_NEEDED;
  const others = [...variants.values()];
  return {
    text: values.text || others.flatMap(({ text }) => text ?? []).join("\n"),
    mediaNames: mediaReferences(values.media || others.flatMap(({ media }) => media ?? []).join(";")).map(
      ({ name }) => name,
    ),
  };
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
