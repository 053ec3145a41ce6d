import type { Channel } from "../../accounts/channel.ts";
import type { Draft, Problem } from "../draft.ts";
import { adaptedMedia } from "./adapted-media.ts";
import { readApproval, wantsApproval } from "./approval.ts";
import type { ColumnValues } from "./columns.ts";
import type { DueAt } from "./dates/due-at.ts";
import { judgeFollowUps, readFollowUps } from "./follow-ups.ts";
import { readLateness } from "./lateness.ts";
import { readMedia } from "./media.ts";
import { mediaReferences } from "./media-references.ts";
import type { Say } from "./messages/say.ts";
import { NETWORK_OPTIONS, readOptions } from "./options.ts";
import { type CellProblem, isError } from "./problem.ts";
import type { Occurrence } from "./repeat/occurrences.ts";
import type { CalendarRow } from "./row.ts";
import type { ChannelDue } from "./row-dues.ts";
import type { ChannelRules, PlanContext, PlannedPost, SlotWish, WaitingPost } from "./row-plan.ts";
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

interface Place extends ChannelDue {
  readonly channel: Channel;
}

/** Reads the row with the words that it has for the channel's network; without a place, as it stands. */
export function readPost(row: CalendarRow, place: Place | undefined, context: PlanContext): ChannelPost {
  const { say } = context;
  const variant = row.variants.get(place?.channel.network ?? "");
  const values: ColumnValues = variant ? { ...row.values, ...variant } : row.values;
  const media = readMedia(values, { lookUp: context.lookUpMedia, say });
  const { options, isUntagged, imageFit, problems: ofOptions } = readOptions(values, say);
  const late = readLateness(values.if_late, say);
  const approval = readApproval(values.approval, say);
  const wrong = [...ofOptions, ...[late, approval].flatMap((read) => ("problem" in read ? [read.problem] : []))];
  const wanted = "wanted" in approval ? approval.wanted : undefined;
  const needsApproval = place && wantsApproval({ ...place, campaign: values.campaign, wanted }, context);
  const notes = needsApproval ? [approvalNote(say)] : [];
  const content = [...media.problems, ...readLink(values.link, say), ...wrong, ...emptyPost(values, say), ...notes];
  // A draft whose files are missing would only be refused a second time, for having none.
  if (!place || !("lateness" in late) || content.some(isError))
    return { channel: place?.channel, posts: [], content, problems: content };

  const adapted = adaptedMedia(media.media, { place, imageFit, context });
  const plain = { values, media: adapted.media, options, isUntagged };
  const times: readonly (Occurrence | undefined)[] = place.occurrences ?? [undefined];
  const planned = times.map((occurrence) => plannedPost(row, place, { plain, context, occurrence }));
  const { problems: refused, ...judged } = judge(planned[0], readFollowUps(values), context);
  const problems = [...content, ...adapted.problems, ...refused, ...lackingTime(place.due)];
  const { channel } = place;
  const policy = { lateness: late.lateness, ...(needsApproval && { needsApproval }) };
  const posts = planned.map((post) => ({ ...post, ...policy, ...judged }));
  if ("dueAt" in place.due) return { channel, posts, content, problems };
  const slot = wishOf(place, context);
  const waiting = slot && posts[0] && { ...posts[0], slot };
  return { channel, posts: [], waiting, content, problems };
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

interface Contents {
  readonly plain: {
    readonly values: ColumnValues;
    readonly media: Draft["media"];
    readonly options: Draft["options"];
    readonly isUntagged: boolean;
  };
  readonly context: PlanContext;
  readonly occurrence: Occurrence | undefined;
}

type UnjudgedPost = Omit<PlannedPost, "wantsStaging" | "lateness" | "followUps">;

function plannedPost(
  row: CalendarRow,
  { channel, due }: Place,
  { plain, context, occurrence }: Contents,
): UnjudgedPost {
  const { values, media, options = {}, isUntagged } = plain;
  const { network, channelId } = channel;
  // A date that cannot be read keeps the row back; its text is judged all the same.
  const dueAt = "dueAt" in due ? due.dueAt : new Date(0);
  const slot = wishOf({ channel, due }, context);
  const key = { id: row.values.id, dueAt, slot, occurrence: occurrence?.local, channelId };
  const identity = context.identify({ ...key, ...ownContent(row) });
  const tags = { network, campaign: values.campaign, publicationId: identity.publicationId };
  const link = isUntagged || values.link === "" ? values.link : tagged(values.link, tags);
  const text = values.link === "" ? values.text : replaced(values.text, values.link, link);
  const draft: Draft = {
    text,
    media,
    ...(link !== "" && { link }),
    ...(values.campaign !== "" && { campaign: values.campaign }),
    ...(Object.keys(options).length > 0 && { options }),
  };
  return { ...identity, channel, dueAt: occurrence?.dueAt ?? dueAt, draft };
}

/** What the row says in common for all networks; where it says nothing, what it says for each of them. */
function ownContent({ values, variants }: CalendarRow): {
  readonly text: string;
  readonly mediaNames: readonly string[];
} {
  const others = [...variants.values()];
  return {
    text: values.text || others.flatMap(({ text }) => text ?? []).join("\n"),
    mediaNames: mediaReferences(values.media || others.flatMap(({ media }) => media ?? []).join(";")).map(
      ({ name }) => name,
    ),
  };
}

function judge(
  post: UnjudgedPost | undefined,
  wanted: PlannedPost["followUps"],
  { rulesOf, say }: PlanContext,
): Pick<PlannedPost, "wantsStaging" | "followUps"> & Pick<ChannelPost, "problems"> {
  if (!post) return { problems: [], wantsStaging: false, followUps: [] };
  const { channel, draft } = post;
  const rules = rulesOf(channel.network);
  if (!rules) return { problems: [cannotPublish(channel, say)], wantsStaging: false, followUps: [] };
  const found = rules.check(draft, channel).map((problem) => inLanguage(problem, say));
  const below = judgeFollowUps(wanted, { rules: rules.followUps, network: channel.network, say });
  const problems = [...found, ...unsupported(draft, { rules, channel, say }), ...below.problems];
  return { problems, wantsStaging: rules.needsStaging(draft), followUps: below.followUps };
}

/** A network words its problems itself. */
function inLanguage({ inFrench, ...problem }: Problem, { language }: Say): CellProblem {
  return language === "fr" ? { ...problem, ...inFrench } : problem;
}

interface Judging {
  readonly rules: ChannelRules;
  readonly channel: Channel;
  readonly say: Say;
}

const NETWORK_OPTION_COLUMNS = Object.entries(NETWORK_OPTIONS);

function unsupported({ options }: Draft, { rules, channel, say }: Judging): readonly CellProblem[] {
  if (!options) return [];
  const left = NETWORK_OPTION_COLUMNS.filter(
    ([, option]) => options[option] !== undefined && options[option] !== "public" && !rules.options?.includes(option),
  );
  return left.map(([column, option]) => {
    const wording = say("optionUnsupported", { network: channel.network });
    return { column, value: options[option], ...wording, severity: "warning" };
  });
}

function readLink(written: string, say: Say): readonly CellProblem[] {
  if (written === "" || isWebAddress(written)) return [];
  const proposed = `https://${written}`;
  const isAlmost = /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(written) && isWebAddress(proposed);
  const wording = isAlmost
    ? say("linkWithoutScheme", { value: written, proposed })
    : say("linkUnreadable", { value: written });
  return [{ column: "link", value: written, ...wording }];
}

function isWebAddress(written: string): boolean {
  return /^https?:\/\//i.test(written) && !/\s/.test(written) && URL.canParse(written);
}

function emptyPost({ text, media, link }: ColumnValues, say: Say): readonly CellProblem[] {
  return text === "" && media === "" && link === "" ? [{ column: "text", ...say("postEmpty") }] : [];
}

function cannotPublish({ channelId, network }: Channel, say: Say): CellProblem {
  return { column: "channels", value: channelId, ...say("channelSilent", { network }) };
}
