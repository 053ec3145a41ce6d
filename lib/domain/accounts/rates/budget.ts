import type { Channel } from "../channel.ts";
import { PURPOSES, type Purpose, STOPS_AT } from "./purpose.ts";
import type { RateReading } from "./reading.ts";

/** One limit of a network as it was last read, for all workers. */
export interface Budget {
  readonly network: string;
  /** Absent: it is shared by all our channels on the network. */
  readonly channelId?: string;
  readonly name: string;
  readonly concerns: readonly Purpose[];
  /** From 0 to 1. */
  readonly usedShare: number;
  /** When the request left whose answer told this, and when the answer came. */
  readonly askedAt: Date;
  readonly readAt: Date;
  /** What is known of it holds until then: afterwards it is taken for open. */
  readonly until: Date;
}

/** Networks that do not say when they grant anew are asked again after this; Meta's hours roll, so some of it is back. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** No limit of these networks is longer than a day: what claims to be so is not believed for longer. */
const LONGEST_MS = 24 * 60 * 60_000;

/**
 * Changes of the opening instant below this, or below a quarter of the time until then, are not worth a write: an
 * instant that moves on with every answer would be one for each of them.
 */
const SAME_INSTANT_MS = 15_000;
const SAME_INSTANT_SHARE = 0.25;

export function budgetOf(
  { scope, name, concerns, usedShare, regainsAt }: RateReading,
  { network, channelId }: Channel,
  { askedAt, readAt }: Pick<Budget, "askedAt" | "readAt">,
): Budget {
  const untilMs = regainsAt?.getTime() ?? readAt.getTime() + LOOK_AGAIN_MS;
  const until = new Date(Math.min(untilMs, readAt.getTime() + LONGEST_MS));
  const owner = scope === "channel" ? { channelId } : {};
  return { network, ...owner, name, concerns, usedShare, askedAt, readAt, until };
}

/** Names a budget among those of its network. */
export function budgetKey({ channelId, name }: Pick<Budget, "channelId" | "name">): string {
  return `${channelId ?? "app"}#${name}`;
}

/** The purposes that this budget holds back now. */
export function stoppedBy({ concerns, usedShare, until }: Budget, now: Date): readonly Purpose[] {
  return until > now ? PURPOSES.filter((each) => concerns.includes(each) && usedShare >= STOPS_AT[each]) : [];
}

/**
 * Whether `next` may take the place of `known`: it was asked after that was known, or it comes later and is as severe.
 * An answer that was already on its way when a budget closed tells of the time before and reopens nothing.
 */
export function supersedes(next: Budget, known: Budget): boolean {
  if (next.askedAt > known.readAt) return true;
  return next.readAt >= known.readAt && next.usedShare >= known.usedShare;
}

/** Whether the other workers must hear of it: other purposes are held back than they know, or until another instant. */
export function isNews(next: Budget, known: Budget | undefined, now: Date): boolean {
  const stopped = stoppedBy(next, now);
  const knownStopped = known ? stoppedBy(known, now) : [];
  if (stopped.join() !== knownStopped.join()) return true;
  const knownUntil = known?.until ?? next.until;
  const differenceMs = Math.abs(next.until.getTime() - knownUntil.getTime());
  const restMs = knownUntil.getTime() - now.getTime();
  return stopped.length > 0 && differenceMs > Math.max(SAME_INSTANT_MS, restMs * SAME_INSTANT_SHARE);
}

/** Why a purpose waits, and until when. */
export interface Closure {
  readonly until: Date;
  readonly budget: Budget;
}

/** The budget that holds back `purpose` for longest; undefined where none does. */
export function closureOf(budgets: Iterable<Budget>, purpose: Purpose, now: Date): Closure | undefined {
  const closed = [...budgets].filter((budget) => stoppedBy(budget, now).includes(purpose));
  const [longest] = closed.toSorted((one, other) => other.until.getTime() - one.until.getTime());
  return longest && { until: longest.until, budget: longest };
}

/** For timelines and events. */
export function reasonOf({ budget: { name, usedShare } }: Closure): string {
  const state = usedShare >= 1 ? "is used up" : `is used to ${Math.floor(usedShare * 100)} %`;
  return `the network's limit "${name}" ${state}`;
}
