/**
 * Something that will keep a planned post from going out as it is, found before its time.
 *
 * - `channel`: it is not configured any more, or publishes nothing. `token`: the network will not let us in.
 * - `media`: a file is missing or of no use. `content`: the network would refuse the post.
 * - `approval`: nobody has said yes to it. `limit`: the network takes no more posts for now.
 */
export interface Risk {
  readonly kind: "channel" | "token" | "media" | "content" | "approval" | "limit";
  /** In words for people, the same at every check. */
  readonly reason: string;
}

/** A day before there is time to change something, an hour before it is the last time. */
export const CHECK_AHEAD_MS = [24 * 60 * 60_000, 60 * 60_000] as const;

/** What people have not been told yet. */
export function newRisks(found: readonly Risk[], told: readonly Risk[] = []): readonly Risk[] {
  const keys = new Set(told.map(keyOf));
  return found.filter((risk) => !keys.has(keyOf(risk)));
}

export function isSameRisks(found: readonly Risk[], told: readonly Risk[] = []): boolean {
  return newRisks(found, told).length === 0 && newRisks(told, found).length === 0;
}

export function describeRisks(risks: readonly Risk[]): string {
  return risks.map(({ reason }) => reason).join("; ");
}

function keyOf({ kind, reason }: Risk): string {
  return `${kind} ${reason}`;
}
