import type { DecidedOrder } from "#lib/domain/publishing/calendar/dates/date-order.ts";
import type { Language, Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import type { ImageFit } from "#lib/domain/publishing/image-copy.ts";
import type { Lateness } from "#lib/domain/publishing/lateness.ts";

/** What holds for a file that does not say it itself. */
export interface FileDefaults {
  readonly timeZone?: string;
  /** As it would stand in the column `channels`. */
  readonly channels?: string;
  readonly language?: Language;
}

/** What was decided for all rows of one file. */
export interface FileRules {
  readonly say: Say;
  /** The file says itself of which calendar it is. */
  readonly namesCalendar: boolean;
  readonly dateOrder: DecidedOrder;
  /** For rows that name none; undefined: the channel's own, or the default of the installation. */
  readonly timeZone?: string;
  /** For rows that name none; `""` when there is none. */
  readonly defaultChannels: string;
  /** Whether what the file does not name any more is to be cancelled; undefined: if it does not look like a mistake. */
  readonly cancelMissing?: "yes" | "no";
  /** The file does not end with a line end: many do, and those that are cut off. */
  readonly isOpenEnded: boolean;
  /** The file ends in the middle of the row that begins in this line. */
  readonly cutLine?: number;
  /** The column holds another tool's keys. */
  readonly ignoresChannelColumn: boolean;
  /** Whether rows need an approval that do not say it. */
  readonly approval?: boolean;
  /** What is done with the images of rows that do not say it. */
  readonly imageFit?: ImageFit;
  /** How late the posts of rows that do not say it may go out. */
  readonly lateness?: Lateness;
}
