import type { Draft } from "#lib/domain/publishing/draft.ts";

/** Who may see a post: the words of a calendar, and TikTok's. A creator has three of the four. */
const LEVELS = {
  public: "PUBLIC_TO_EVERYONE",
  followers: "FOLLOWER_OF_CREATOR",
  friends: "MUTUAL_FOLLOW_FRIENDS",
  private: "SELF_ONLY",
} as const;

export type PrivacyLevel = (typeof LEVELS)[keyof typeof LEVELS];

/** Undefined for a draft that does not say, or says what TikTok does not have: TikTok allows no default. */
export function privacyOf({ options }: Pick<Draft, "options">): PrivacyLevel | undefined {
  const word = options?.privacy;
  return isWord(word) ? LEVELS[word] : undefined;
}

/** The calendar's word for one of TikTok's. */
export function wordFor(level: string): string {
  return Object.entries(LEVELS).find(([, each]) => each === level)?.[0] ?? level;
}

function isWord(word: string | undefined): word is keyof typeof LEVELS {
  return word !== undefined && Object.hasOwn(LEVELS, word);
}
