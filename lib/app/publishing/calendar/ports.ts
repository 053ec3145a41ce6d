import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Approval } from "#lib/domain/publishing/approval.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { PlanOutcome } from "#lib/domain/publishing/calendar/result.ts";
import type { CalendarSettings } from "#lib/domain/publishing/calendar/settings.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Ties } from "#lib/domain/publishing/follow-up.ts";
import type { Lateness } from "#lib/domain/publishing/lateness.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { Network } from "#lib/networks/network.ts";
import type { Encoding } from "./encoding.ts";
import type { CalendarCounts } from "./tally.ts";

/** A calendar file, wherever it lies. It is read twice: once to see that it can be read at all, once to plan. */
export interface CalendarSource {
  /** What the calendar is called: as its file says above the header, or else as the file itself is. */
  readonly name: string;
  /** Without folder and extension: its result is called after it. */
  readonly fileName: string;
  readonly uploadedAt: Date;
  /** Another one for every upload. */
  readonly version: string;
  /** The bytes from the beginning; the same ones at every call, or an error. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** Where the result of a file lies. */
export function reportKeyOf({ fileName }: Pick<CalendarSource, "fileName">): string {
  return `reports/${fileName}.result.csv`;
}

export interface CalendarStore {
  /** Undefined when there is no file: it was deleted, or it only marks a folder. */
  find(key: string): Promise<CalendarSource | undefined>;
  /** Writes a CSV file as it comes; the report appears whole or not at all, with what is said of it at its end. */
  writeReport(key: string, report: Report): Promise<void>;
}

export interface Report {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly encoding: Encoding;
  /** What the report is about; asked for after the last byte. */
  readonly about: () => ReportAbout;
}

export interface ReportAbout extends CalendarCounts {
  /** Of the upload. */
  readonly version: string;
  readonly refused: boolean;
}

/** What people have agreed upon for all calendars of this installation. */
export interface SettingsSource {
  read(): Promise<CalendarSettings>;
}

/** Somebody else's file, as a calendar gives it. */
export interface WebAddress {
  readonly address: string;
  readonly calendar: string;
}

export interface MediaCatalogue {
  /** @param from where a calendar says that the file lies, when it gives an address. */
  lookUp(name: string, from?: WebAddress): Promise<MediaLookup>;
}

export type NetworkFinder = (
  name: string,
) => (Pick<Network, "publishing"> & Partial<Pick<Network, "limits">>) | undefined;

/** One post on one channel, as a calendar asks for it. */
export interface PlannedPublication extends Ties {
  /** The same for the same row of the same calendar on the same channel, at every upload. */
  readonly publicationId: string;
  readonly calendar: string;
  readonly rowId: string;
  readonly channel: Channel;
  readonly dueAt: Date;
  readonly draft: Draft;
  readonly wantsStaging: boolean;
  readonly lateness: Lateness;
  /** A named person must say yes before it goes out. */
  readonly needsApproval?: boolean;
  /** Its file says itself of which calendar it is (`Identity`). */
  readonly isOfNamedCalendar?: boolean;
}

export interface PublicationPlanner {
  /**
   * Puts what one upload of a calendar asks for into the plan, and sends on its way what falls due before a tick would
   * see it. The same input again changes nothing.
   *
   * @returns one result for each, in the same order.
   */
  plan(planned: readonly PlannedPublication[], uploadedAt: Date, how?: Planning): Promise<readonly PlanResult[]>;
  /** What `plan` would do, without doing it. */
  preview(planned: readonly PlannedPublication[], uploadedAt: Date): Promise<readonly PlanResult[]>;
  /** Takes back what is not being sent yet; one result for each publication that there is, in any order. */
  cancel(publicationIds: readonly string[], why: string): Promise<readonly CancelResult[]>;
  /** What `cancel` would do, without doing it. */
  previewCancel(publicationIds: readonly string[]): Promise<readonly CancelResult[]>;
  /**
   * Those that were planned earlier, whatever has become of them, by the id of what is asked for; for one that another
   * calendar has planned, that other one.
   */
  known(planned: readonly PlannedPublication[], uploadedAt: Date): Promise<ReadonlyMap<string, Publication>>;
}

export interface PlanResult {
  readonly outcome: PlanOutcome;
  /** What was there before; absent for what is new. */
  readonly known?: KnownPost;
  /** The whole of what a preview would change. */
  readonly before?: Publication;
}

/** What a result tells of a post that was planned earlier. */
export type KnownPost = Approval & Pick<Publication, "calendar" | "state" | "revision" | "reason" | "url">;

export interface Planning {
  /** Is told what is about to be done, before any of it is. */
  readonly foresee?: Foresee;
  /** No upload of the calendar has planned anything before: nobody looks whether it has, until a post is there after all. */
  readonly isFirst?: boolean;
}

/** One result for each publication, in their order. */
export type Foresee = (results: readonly PlanResult[]) => Promise<void>;

export interface CancelResult {
  readonly publication: Publication;
  /** `in-doubt`: it is being sent, or nobody knows; `over`: it is out, or came to nothing earlier. */
  readonly outcome: "cancelled" | "in-doubt" | "over";
}
