import type { Channel } from "../../accounts/channel.ts";
import type { Draft, DraftOptions } from "../draft.ts";
import type { Content } from "./content.ts";
import { mediaReferences } from "./media-references.ts";
import type { Occurrence } from "./repeat/occurrences.ts";
import type { CalendarRow } from "./row.ts";
import type { ChannelDue } from "./row-dues.ts";
import type { PlanContext, PlannedPost, PostKey, SlotWish } from "./row-plan.ts";
import { replaced, tagged } from "./tracking.ts";

/** Where and when a row goes out. */
export interface Place extends ChannelDue {
  readonly channel: Channel;
}

export interface RowContent {
  readonly row: CalendarRow;
  /** In the words that the row has for the channel's network. */
  readonly content: Content;
}

export interface RowDraft extends RowContent {
  /** As the channel's network gets them. */
  readonly media: Draft["media"];
}

interface Moment {
  readonly place: Place;
  readonly occurrence: Occurrence | undefined;
}

type DraftedPost = Omit<PlannedPost, "wantsStaging" | "lateness" | "followUps">;

/** A row as a post on one channel, before the channel's network has seen it. */
export function draftedPost(
  { row, content, media }: RowDraft,
  { place, occurrence }: Moment,
  context: PlanContext,
): DraftedPost {
  const { channel, due } = place;
  // A date that cannot be read keeps the row back; its text is judged all the same.
  const dueAt = "dueAt" in due ? due.dueAt : new Date(0);
  const { calendar, isOfNamedCalendar, rowId, publicationId } = context.identify({
    id: row.values.id,
    dueAt,
    slot: wishOf(place, context),
    occurrence: occurrence?.local,
    channelId: channel.channelId,
    ...ownContent(row),
  });
  const draft = draftOf({ content, media }, { network: channel.network, publicationId });
  return {
    calendar,
    isOfNamedCalendar,
    rowId,
    publicationId,
    channel,
    dueAt: occurrence?.dueAt ?? dueAt,
    draft,
  };
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

/** Which slot it waits for; undefined where the row names its time. */
export function wishOf({ channel, due }: Place, { defaultTimeZone }: PlanContext): SlotWish | undefined {
  if (!("slotOn" in due)) return undefined;
  return { day: due.slotOn, timeZone: channel.timeZone ?? defaultTimeZone };
}
