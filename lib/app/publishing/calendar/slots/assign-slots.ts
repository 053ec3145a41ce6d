import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { PlannedPost, RowPlan, WaitingPost } from "#lib/domain/publishing/calendar/row-plan.ts";
import { localMinute } from "#lib/domain/publishing/calendar/slots/slot-instants.ts";
import type { PlannedInstant, PlannedInstants } from "./ports.ts";
import type { SlotBook } from "./slot-book.ts";

interface Assigning {
  readonly book: SlotBook;
  readonly planned: PlannedInstants | undefined;
  readonly say: Say;
}

/** Gives each post of the rows that waits for a slot the one that it has, or the next free one. */
export async function assignSlots(plans: readonly RowPlan[], services: Assigning): Promise<readonly RowPlan[]> {
  const ids = plans.flatMap(({ waiting }) => waiting.map(({ publicationId }) => publicationId));
  const known = ids.length > 0 ? await services.planned?.dueAt(ids) : undefined;
  const assigned: RowPlan[] = [];
  for (const plan of plans) {
    for (const { channel, dueAt } of plan.posts) services.book.note(channel.channelId, dueAt);
    assigned.push(plan.waiting.length === 0 ? plan : await assignRow(plan, { ...services, known }));
  }
  return assigned;
}

type Assignment = { readonly post?: PlannedPost; readonly problem: CalendarProblem };

interface RowAssigning extends Assigning {
  readonly known: ReadonlyMap<string, PlannedInstant> | undefined;
}

async function assignRow(plan: RowPlan, services: RowAssigning): Promise<RowPlan> {
  const assignments: Assignment[] = [];
  for (const post of plan.waiting) assignments.push(await assignPost(post, plan.row.line, services));
  const posts = [...plan.posts, ...assignments.flatMap(({ post }) => post ?? [])];
  const problems = [...plan.problems, ...assignments.map(({ problem }) => problem)];
  return { ...plan, posts, waiting: [], problems };
}

async function assignPost(waiting: WaitingPost, line: number, { book, known, say }: RowAssigning): Promise<Assignment> {
  const { slot, ...post } = waiting;
  const { channelId } = post.channel;
  const earlier = known?.get(post.publicationId);
  const kept = earlier && book.keep(waiting, earlier);
  const found = kept ? { dueAt: kept } : await book.find(waiting);
  const inZone = (instant: Date) => localMinute(instant, slot.timeZone);
  if ("dueAt" in found) {
    const wording = say("slotChosen", { when: inZone(found.dueAt), zone: slot.timeZone });
    const problem = onLine(line, { column: "time", channelId, ...wording, severity: "warning" });
    return { post: { ...post, dueAt: found.dueAt }, problem };
  }
  const wording =
    slot.day !== undefined && found.next
      ? say("slotsTaken", { day: slot.day, next: inZone(found.next) })
      : say("slotsExhausted", { channel: channelId });
  return { problem: onLine(line, { column: "time", channelId, ...wording }) };
}
