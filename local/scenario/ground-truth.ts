import type { LiveMessage, LivePost, NetworkSimulator } from "#lib/networks/simulator.ts";
import type { WantedPost } from "./plan.ts";

/** How what followers see compares with what was wanted. */
export interface Verdict {
  readonly published: number;
  /** Posts that followers see beyond the one that was wanted. */
  readonly duplicates: number;
  /** Wanted posts that no follower sees. */
  readonly lost: number;
}

/** Counts in the simulated networks' own truth; our tables are not asked. */
export function judgePosts(wanted: readonly WantedPost[], simulators: readonly NetworkSimulator[]): Verdict {
  const copies = wanted.map((post) => copiesOf(post, simulators));
  return {
    published: copies.filter((count) => count > 0).length,
    duplicates: copies.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    lost: copies.filter((count) => count === 0).length,
  };
}

function copiesOf({ network, text, isBelow }: WantedPost, simulators: readonly NetworkSimulator[]): number {
  const truth = simulators.find((each) => each.network === network)?.truth;
  if (!isBelow) return truth?.posts.filter((live) => shows(live, text)).length ?? 0;
  const postIds = new Set(truth?.posts.map(({ remoteId }) => remoteId));
  const isBelowOurs = ({ isOurs, postRemoteId = "" }: LiveMessage) => isOurs && postIds.has(postRemoteId);
  return truth?.messages.filter((message) => isBelowOurs(message) && message.text === text).length ?? 0;
}

/** Some networks want the link inside the text: it comes after what was written. */
function shows(live: LivePost, text: string): boolean {
  return live.text === text || live.text.startsWith(`${text}\n`) || live.text.startsWith(`${text} http`);
}

export interface MessageVerdict {
  /** What customers wrote, everywhere. */
  readonly received: number;
  /** Answers of ours that customers can see. */
  readonly replied: number;
}

/** What was planned below a post answers nobody. */
export function judgeMessages(wanted: readonly WantedPost[], simulators: readonly NetworkSimulator[]): MessageVerdict {
  const planned = new Set(wanted.filter(({ isBelow }) => isBelow).map(({ text }) => text));
  const messages = simulators.flatMap(({ truth }) => truth.messages);
  return {
    received: messages.filter(({ isOurs }) => !isOurs).length,
    replied: messages.filter(({ isOurs, text }) => isOurs && !planned.has(text)).length,
  };
}
