import type { LivePost, NetworkSimulator } from "#lib/networks/simulator.ts";
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

function copiesOf({ network, text }: WantedPost, simulators: readonly NetworkSimulator[]): number {
  const simulator = simulators.find((each) => each.network === network);
  return simulator?.truth.posts.filter((live) => shows(live, text)).length ?? 0;
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

export function judgeMessages(simulators: readonly NetworkSimulator[]): MessageVerdict {
  const messages = simulators.flatMap(({ truth }) => truth.messages);
  return {
    received: messages.filter(({ isOurs }) => !isOurs).length,
    replied: messages.filter(({ isOurs }) => isOurs).length,
  };
}
