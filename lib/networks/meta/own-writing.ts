import type { FindResult } from "../network.ts";

/** Something under our name that we read back. */
export interface OwnWriting {
  readonly remoteId: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly isOurs: boolean;
  readonly url?: string;
}

/** Meta's clock and ours may differ by this much. */
export const CLOCK_SKEW_MS = 60_000;

export function isSinceAttempt(createdAt: Date, attemptedAt: Date): boolean {
  return createdAt.getTime() >= attemptedAt.getTime() - CLOCK_SKEW_MS;
}

export interface Sought {
  readonly text: string;
  readonly attemptedAt: Date;
  /** Whether what was read is all there is; otherwise it must reach back before the attempt to prove absence. */
  readonly isComplete: boolean;
}

/** Finds the one writing of ours with exactly this text since the attempt. */
export function uniqueMatch(written: readonly OwnWriting[], { text, attemptedAt, isComplete }: Sought): FindResult {
  const matches = written.filter(
    (each) => each.isOurs && isSameText(each.text, text) && isSinceAttempt(each.createdAt, attemptedAt),
  );
  const [match] = matches;
  if (match && matches.length === 1) return { found: true, remoteId: match.remoteId, url: match.url };
  if (match) return cannotKnow(`${matches.length} writings of ours have this very text`);
  const reachesBack = written.some((each) => !isSinceAttempt(each.createdAt, attemptedAt));
  if (isComplete || reachesBack) return { found: false, because: "absent" };
  return cannotKnow("so much was written since that the list does not reach back to our attempt");
}

/** Graph trims what it stores and may change line ends. */
export function isSameText(one: string, other: string): boolean {
  return normalize(one) === normalize(other);
}

function normalize(text: string): string {
  return text.replaceAll("\r\n", "\n").trim().normalize("NFC");
}

export function cannotKnow(reason: string): FindResult {
  return { found: false, because: "cannot-know", reason };
}
