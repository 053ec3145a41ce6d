import { styleText } from "node:util";
import * as z from "zod";
import { engagementEvents } from "#lib/domain/engagement/events.ts";
import { SnapshotsStored } from "#lib/domain/measurement/events.ts";
import { CalendarImported } from "#lib/domain/publishing/calendar/events.ts";
import { publishingEvents } from "#lib/domain/publishing/events.ts";
import { findNetwork } from "#lib/networks/registry.ts";

/** One thing that happened, as people read it. */
export interface Line {
  /** One word, by which the eye finds its way. */
  readonly what: string;
  readonly text: string;
  readonly tone: "good" | "bad" | "trouble" | "plain";
}

type Teller = (detail: unknown) => Line | readonly Line[];

/** What each event of the bus says to a person; an event that is not here goes unsaid. */
const TELLERS: Readonly<Record<string, Teller>> = {
  CalendarImported: tell(CalendarImported, (calendar) => [imported(calendar), ...calendar.problems.map(problemLine)]),
  PublicationPublished: tell(publishingEvents.PublicationPublished, (event) => ({
    what: "published",
    text: `${where(event)}, ${lateness(event.latenessMs)}${event.url ? `  ${event.url}` : ""}`,
    tone: "good",
  })),
  PublicationFailed: tell(publishingEvents.PublicationFailed, (event) => bad("failed", event)),
  PublicationUncertain: tell(publishingEvents.PublicationUncertain, (event) => trouble("uncertain", event)),
  PublicationInReview: tell(publishingEvents.PublicationInReview, (event) =>
    bad("review", { ...event, reason: `${QUESTIONS[event.question]} ${event.reason}` }),
  ),
  PublicationDelayed: tell(publishingEvents.PublicationDelayed, (event) => trouble("waits", event)),
  PublicationMissed: tell(publishingEvents.PublicationMissed, (event) => bad("missed", event)),
  MessageRouted: tell(engagementEvents.MessageRouted, ({ network, kind, event, conversationId }) =>
    plain("message", `${displayName(network)}, ${kind} ${event}, in the customer-service queue (${conversationId})`),
  ),
  ReplySent: tell(engagementEvents.ReplySent, ({ network = "", conversationId, url }) => ({
    what: "answered",
    text: `${displayName(network)} (${conversationId})${url ? `  ${url}` : ""}`,
    tone: "good",
  })),
  ReplyFailed: tell(engagementEvents.ReplyFailed, ({ network = "", reason }) => ({
    what: "reply",
    text: `${displayName(network)}: not sent: ${reason}`,
    tone: "bad",
  })),
  SnapshotsStored: tell(SnapshotsStored, ({ channelId, subjectCount, valueCount }) =>
    plain("snapshot", `${channelId}: ${count(valueCount, "number")} of ${count(subjectCount, "subject")}`),
  ),
};

const QUESTIONS = { "is-it-live": "is it live?", "still-wanted": "is it still wanted?" } as const;

/** The lines that an event of the bus is worth; none for one that says nothing to people. */
export function narrate(type: string, detail: unknown): readonly Line[] {
  const told = TELLERS[type]?.(detail) ?? [];
  return "what" in told ? [told] : told;
}

/** What the publisher logs of a post that is prepared; the bus does not tell of it. */
const StagedRecord = z.object({
  message: z.literal("publication staged"),
  network: z.string(),
  channelId: z.string(),
  rowId: z.string(),
});

/** The lines that a record of a function's log is worth. */
export function narrateLog(record: unknown): readonly Line[] {
  const staged = StagedRecord.safeParse(record).data;
  return staged ? [plain("staged", where(staged))] : [];
}

const COLOURS = { good: "green", bad: "red", trouble: "yellow", plain: "reset" } as const;

export function render({ what, text, tone }: Line, at: Date): string {
  const time = at.toTimeString().slice(0, 8);
  return `${styleText("dim", time)}  ${styleText(COLOURS[tone], what.padEnd(10))}  ${text}`;
}

function tell<Schema extends z.ZodType>(
  schema: Schema,
  say: (detail: z.output<Schema>) => Line | readonly Line[],
): Teller {
  return (detail) => say(schema.parse(detail));
}

function imported({ calendar, rows, imported: good, rejected, refused, reportKey }: CalendarImported): Line {
  const counts = refused ? "cannot be read" : `imported ${count(good, "row")} of ${rows}, ${rejected} rejected`;
  const tone = refused || rejected > 0 ? "trouble" : "good";
  return { what: "calendar", text: `${calendar}: ${counts}  (result: ${reportKey})`, tone };
}

function problemLine({ line, column, problem, remedy, severity }: CalendarImported["problems"][number]): Line {
  const tone = severity === "error" ? "bad" : "trouble";
  return { what: "", text: `line ${line}, column ${column}: ${problem} → ${remedy}`, tone };
}

interface OfPublication {
  readonly network: string;
  readonly channelId: string;
  readonly rowId: string;
  readonly parentId?: string;
}

function where({ network, channelId, rowId, parentId }: OfPublication): string {
  return `${displayName(network).padEnd(9)}  ${rowId} on ${channelId}${parentId ? ", below its post" : ""}`;
}

function lateness(ms: number): string {
  return ms < 1_000 ? `${Math.max(0, ms)} ms late` : `${(ms / 1_000).toFixed(1)} s late`;
}

function plain(what: string, text: string): Line {
  return { what, text, tone: "plain" };
}

function bad(what: string, event: OfPublication & { readonly reason: string }): Line {
  return { what, text: `${where(event)}: ${event.reason}`, tone: "bad" };
}

function trouble(what: string, event: OfPublication & { readonly reason: string }): Line {
  return { what, text: `${where(event)}: ${event.reason}`, tone: "trouble" };
}

function displayName(network: string): string {
  return findNetwork(network)?.displayName ?? network;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
