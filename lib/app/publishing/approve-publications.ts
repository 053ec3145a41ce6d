import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import { LONGEST_LATENESS_MS } from "#lib/domain/publishing/lateness.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { approve, withdrawApproval } from "#lib/domain/publishing/transitions/approving.ts";
import { BEFORE_SENDING } from "#lib/domain/publishing/transitions/transition.ts";
import type { Clock } from "../clock.ts";
import { dispatchSoon } from "./dispatch-due.ts";
import type { DueIndex, PublicationStore, PublishQueue } from "./ports.ts";

export interface ApprovalListing {
  /** @default every calendar */
  readonly calendar?: string;
  /** A row, or one time of a row that repeats. */
  readonly rowId?: string;
  /** Those that were approved, in place of those that wait for it. */
  readonly areApproved?: boolean;
}

export interface ApprovalListServices {
  readonly clock: Clock;
  readonly publications: Pick<PublicationStore, "getMany">;
  readonly dueIndex: Pick<DueIndex, "due">;
}

/** How far ahead posts are looked for. */
const AHEAD_MS = 400 * 24 * 60 * 60_000;

/** What is still to go out and needs an approval, by the instant at which it is due. */
export async function listApprovals(
  { calendar, rowId, areApproved = false }: ApprovalListing,
  { clock, publications, dueIndex }: ApprovalListServices,
): Promise<readonly Publication[]> {
  const now = clock.now().getTime();
  const ids = new Set<string>();
  for await (const page of dueIndex.due(new Date(now - LONGEST_LATENESS_MS), new Date(now + AHEAD_MS))) {
    for (const { publicationId } of page) ids.add(publicationId);
  }
  const isWanted = (each: Publication) =>
    each.needsApproval === true &&
    BEFORE_SENDING.includes(each.state) &&
    isAwaitingApproval(each) !== areApproved &&
    (calendar === undefined || each.calendar === calendar) &&
    (rowId === undefined || each.rowId === rowId || rowOfOccurrence(each.rowId) === rowId);
  const found = await publications.getMany([...ids]);
  return found.filter(isWanted).toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

export interface ApproveServices {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly publishQueue: PublishQueue;
}

export interface ApprovalsDone {
  readonly done: readonly Publication[];
  /** They have changed since they were listed, or are being sent: as they are now. */
  readonly refused: readonly Publication[];
}

/**
 * Approves publications, as they were listed, under a person's name, or takes that back. What was edited in between is left
 * alone: the person has not seen it. What has been waiting for the approval goes out at once.
 */
export async function decideApprovals(
  listed: readonly Publication[],
  { by, isWithdrawn = false }: { readonly by: string; readonly isWithdrawn?: boolean },
  { clock, newId, publications, publishQueue }: ApproveServices,
): Promise<ApprovalsDone> {
  const done: Publication[] = [];
  const refused: Publication[] = [];
  const decide = isWithdrawn ? withdrawApproval : approve;
  for (const publication of listed) {
    const stamp = { now: clock.now(), claimId: newId(), by };
    const written = await publications.apply(publication, decide(publication, stamp));
    if (written.applied) done.push(written.publication);
    else refused.push(written.current ?? publication);
  }
  const due = done.flatMap(({ nextStepAt, ...each }) => (nextStepAt ? [{ ...each, nextStepAt }] : []));
  if (!isWithdrawn) await dispatchSoon(due, { clock, publishQueue });
  return { done, refused };
}
