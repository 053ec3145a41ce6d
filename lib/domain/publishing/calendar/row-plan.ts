import type { Channel } from "../../accounts/channel.ts";
import type { ChannelBook } from "../../accounts/channel-group.ts";
import type { Draft, Problem } from "../draft.ts";
import type { FollowUpDraft } from "../follow-up.ts";
import type { ImageFit, ImageLimits } from "../image-copy.ts";
import type { Lateness } from "../lateness.ts";
import type { DecidedOrder } from "./dates/date-order.ts";
import type { MediaLookup } from "./media.ts";
import type { MediaReference } from "./media-references.ts";
import type { Say } from "./messages/say.ts";
import type { CalendarProblem } from "./problem.ts";
import type { CalendarRow } from "./row.ts";
import type { CalendarSettings } from "./settings.ts";

/** What a row is judged by. */
export interface PlanContext extends ChannelBook {
  /** For rows that name none, as they would be written in the column `channels`. */
  readonly defaultChannels: string;
  /** The column `channels` says nothing here: the default counts. */
  readonly ignoresChannelColumn?: boolean;
  /** What the file says of its rows; above what a channel has of its own. */
  readonly fileTimeZone?: string;
  readonly defaultTimeZone: string;
  /** The channels on which a row without a time waits for a slot. */
  readonly slots: CalendarSettings["slots"];
  readonly approvals: CalendarSettings["approvals"];
  readonly channelDefaults: CalendarSettings["channelDefaults"];
  /** What the file says of rows that do not say it. */
  readonly fileApproval?: boolean;
  /** The same of its images. */
  readonly fileImageFit?: ImageFit;
  /** And of posts that are late. */
  readonly fileLateness?: Lateness;
  readonly dateOrder: DecidedOrder;
  readonly say: Say;
  /** Undefined for a network that publishes nothing. */
  readonly rulesOf: (network: string) => ChannelRules | undefined;
  /** What an adapted copy of an image keeps to. @default images go out as they are */
  readonly imageLimitsOf?: (network: string) => ImageLimits | undefined;
  /** Knows every file that `mediaReferences` finds in the row. */
  readonly lookUpMedia: (file: MediaReference) => MediaLookup;
  readonly identify: (post: PostKey) => Identity;
}

/** The part of a network that judges a draft. */
export interface ChannelRules {
  check(draft: Draft, channel: Channel): readonly Problem[];
  needsStaging(draft: Draft): boolean;
  /** What a draft may say beyond text, link and media. */
  readonly options?: readonly string[];
  readonly followUps?: FollowUpRules;
}

/** The part of a network that judges what goes out below its posts. */
export interface FollowUpRules {
  readonly kinds: readonly FollowUpDraft["kind"][];
  check(draft: FollowUpDraft["draft"], kind: FollowUpDraft["kind"]): readonly Problem[];
}

/** What makes a post the same at every upload. */
export interface PostKey {
  /** The row's own id, or `""`. */
  readonly id: string;
  /** Counts only where no slot is waited for. */
  readonly dueAt: Date;
  readonly slot?: SlotWish;
  /** Which time of a row that repeats, as clocks show it; `dueAt` is then the row's own. */
  readonly occurrence?: string;
  /** This and the files count only where there is no `id`. */
  readonly text: string;
  readonly mediaNames: readonly string[];
  readonly channelId: string;
}

/** Which post it is, of which row of which calendar. */
export interface Identity {
  readonly calendar: string;
  /** Its file says itself of which calendar it is: it is not taken for a new version of another one. */
  readonly isOfNamedCalendar: boolean;
  readonly rowId: string;
  readonly publicationId: string;
}

/** One row, read: what would go out, and everything that is wrong with it. */
export interface RowPlan {
  readonly row: CalendarRow;
  readonly posts: readonly PlannedPost[];
  /** Those that are to get a slot of their channel, which depends on what else is planned. */
  readonly waiting: readonly WaitingPost[];
  readonly problems: readonly CalendarProblem[];
}

/** The row's post on one of its channels. */
export interface PlannedPost extends Identity {
  readonly channel: Channel;
  readonly dueAt: Date;
  readonly draft: Draft;
  readonly wantsStaging: boolean;
  readonly lateness: Lateness;
  /** What goes out below it, in order. */
  readonly followUps: readonly FollowUpDraft[];
  /** A named person must say yes before it goes out. */
  readonly needsApproval?: boolean;
}

/** Which slot of its channel a post may have. */
export interface SlotWish {
  /** `2026-12-24`, on the clocks of the channel; any day when it is left out. */
  readonly day?: string;
  readonly timeZone: string;
}

export interface WaitingPost extends Omit<PlannedPost, "dueAt"> {
  readonly slot: SlotWish;
}
