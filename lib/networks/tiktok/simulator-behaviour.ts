/** What differs between TikTok's accounts, apps and days. */
export interface TikTokBehaviour {
  /** How long TikTok works on a post that it has whole. @default 8 seconds */
  readonly processingMs?: number;
  /** How long it looks at a public post before it lists it and tells its id. @default 45 seconds */
  readonly moderationMs?: number;
  /** @default those of a public account */
  readonly privacyOptions?: readonly string[];
  /** Without an audit an app publishes only privately, and only on private accounts. @default true */
  readonly isAudited?: boolean;
  /** Addresses that photos may be fetched from begin with one of these. @default any address will do */
  readonly ownedPrefixes?: readonly string[];
  /** The longest video of this account, in seconds. @default 600 */
  readonly mostVideoSeconds?: number;
  /** @default 15 */
  readonly postsPerDay?: number;
  /** The app has published for as many accounts today as it may. @default false */
  readonly isUserCapReached?: boolean;
  /** @default false */
  readonly isBanned?: boolean;
  /** Posts wait in the account's inbox for a person. @default false */
  readonly landsInInbox?: boolean;
  /** Multiplies TikTok's limits, for load tests. @default 1 */
  readonly rateLimitFactor?: number;
}

const PUBLIC_ACCOUNT = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"];

/** What `creator_info` offers an account that is set to private. */
export const PRIVATE_ACCOUNT = ["FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"];

export function completed(behaviour: TikTokBehaviour): Required<TikTokBehaviour> {
  return {
    processingMs: 8_000,
    moderationMs: 45_000,
    privacyOptions: PUBLIC_ACCOUNT,
    isAudited: true,
    ownedPrefixes: [""],
    mostVideoSeconds: 600,
    postsPerDay: 15,
    isUserCapReached: false,
    isBanned: false,
    landsInInbox: false,
    rateLimitFactor: 1,
    ...behaviour,
  };
}
