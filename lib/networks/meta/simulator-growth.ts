import { hashNumber } from "./simulator-world.ts";

/** What an audience does with a post: it grows fast at first, never shrinks, and is the same whenever it is asked for. */
export interface Audience {
  readonly views: number;
  readonly reach: number;
  readonly likes: number;
  readonly shares: number;
  readonly saves: number;
  readonly clicks: number;
}

const HALF_OF_IT_MS = 6 * 60 * 60_000;

export function audienceOf(post: { remoteId: string; publishedAt: Date }, commentCount: number, now: Date): Audience {
  const ageMs = Math.max(0, now.getTime() - post.publishedAt.getTime());
  const potential = 400 + (hashNumber(post.remoteId) % 4000) + 25 * commentCount;
  const views = Math.floor(potential * (1 - 2 ** (-ageMs / HALF_OF_IT_MS))) + 3 * commentCount;
  const share = (permille: number) => Math.floor((views * permille) / 1000);
  return { views, reach: share(820), likes: share(45), shares: share(6), saves: share(9), clicks: share(18) };
}

/** Followers at the channel: a steady trickle on top of what it has had since 2026 began. */
export function followersOf(channelRemoteId: string, now: Date): number {
  const days = Math.max(0, now.getTime() - Date.UTC(2026, 0, 1)) / 86_400_000;
  return 1200 + (hashNumber(channelRemoteId) % 5000) + Math.floor(days * 3);
}

/** @returns the answer to `/insights`: every known metric has one number */
export function insightsAnswer(remoteId: string, values: readonly (readonly [name: string, value: number])[]): object {
  return {
    data: values.map(([name, value]) => ({
      name,
      period: "lifetime",
      values: [{ value }],
      title: name,
      description: "",
      id: `${remoteId}/insights/${name}/lifetime`,
    })),
  };
}
