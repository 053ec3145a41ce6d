import { withFollowUps } from "#lib/domain/publishing/calendar/follow-ups.ts";
import type { FollowUpKind } from "#lib/domain/publishing/follow-up.ts";
import type { Lateness } from "#lib/domain/publishing/lateness.ts";
import type { CapabilityClass } from "./capability.ts";
import { textOf } from "./followers.ts";
import { channelOf } from "./worker-ports.ts";

/** A row of the calendar, on one channel. */
export interface Row {
  readonly publicationId: string;
  readonly capability: CapabilityClass;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  readonly lateness: Lateness;
  readonly needsApproval?: boolean;
}

/** A thread has parts enough to get out of order. */
const BELOW: Readonly<Record<FollowUpKind, readonly FollowUpKind[]>> = {
  comment: ["comment"],
  thread: ["thread", "thread"],
};

/** What an import makes of the row: the post, and what is to go out below it. Each says in its text which edit it is of. */
export function publicationsOf({ publicationId, capability, dueAt, lateness, needsApproval }: Row, edit = 0) {
  const draft = { text: textOf(publicationId, edit), media: [] };
  const kinds = capability.below ? BELOW[capability.below.kind] : [];
  const post = {
    calendar: "november",
    isOfNamedCalendar: false,
    publicationId,
    rowId: publicationId,
    channel: channelOf(capability.name),
    dueAt: new Date(dueAt),
    draft,
    wantsStaging: capability.needsStaging,
    lateness,
    needsApproval,
    followUps: kinds.map((kind) => ({ kind, draft })),
  };
  return withFollowUps(post).map((each) => {
    return { ...each, draft: { ...draft, text: textOf(each.publicationId, edit) } };
  });
}

/** The row that a publication belongs to. */
export function rowIdOf(publicationId: string): string {
  return publicationId.split(".", 1)[0] ?? publicationId;
}
