import { PURPOSES, type Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { GraphErrorDetails } from "./wire.ts";

/** One of Graph's limits, whatever its state. */
export interface GraphLimit extends Pick<RateReading, "scope" | "name" | "concerns"> {
  /** Where Graph names no time: how long the accounts that met it say that it lasts. */
  readonly pauseMs?: number;
}

const MINUTE_MS = 60_000;

/** Direct messages have a limit of their own. */
const PAGE_CALLS: readonly Purpose[] = PURPOSES.filter((each) => each !== "messaging");

/** What the usage headers and the codes of refusals tell of. */
export const GRAPH_LIMITS = {
  app: { scope: "app", name: "calls of the app", concerns: PURPOSES },
  user: { scope: "channel", name: "calls of the user", concerns: PURPOSES },
  pages: { scope: "channel", name: "calls of the Page", concerns: PAGE_CALLS },
  instagram: { scope: "channel", name: "calls of the Instagram account", concerns: PAGE_CALLS },
  messenger: { scope: "channel", name: "direct messages", concerns: ["messaging"] },
  custom: { scope: "channel", name: "calls of one kind", concerns: PURPOSES },
  pace: { scope: "channel", name: "pace of posting", concerns: ["publishing", "replying"], pauseMs: 30 * MINUTE_MS },
  /** The 24 hours roll: the oldest post makes room for the next. */
  posts: { scope: "channel", name: "posts in 24 hours", concerns: ["publishing"], pauseMs: 60 * MINUTE_MS },
} satisfies Readonly<Record<string, GraphLimit>>;

const BY_CODE: Readonly<Record<number, GraphLimit>> = {
  4: GRAPH_LIMITS.app,
  17: GRAPH_LIMITS.user,
  32: GRAPH_LIMITS.pages,
  341: GRAPH_LIMITS.app,
  613: GRAPH_LIMITS.custom,
  80001: GRAPH_LIMITS.pages,
  80002: GRAPH_LIMITS.instagram,
  80006: GRAPH_LIMITS.messenger,
};

const BY_SUBCODE: Readonly<Record<number, GraphLimit>> = {
  1390008: GRAPH_LIMITS.pace,
  2207042: GRAPH_LIMITS.posts,
};

/** Named as spam under code 4, yet waiting does not help: the account's owner must act. */
export const SPAM_SUBCODE = 2207051;

/**
 * The limit that a refusal names by its code; undefined when it is no throttle.
 *
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function throttleOf({ code, error_subcode: subcode = 0 }: GraphErrorDetails): GraphLimit | undefined {
  if (subcode === SPAM_SUBCODE) return undefined;
  const isBusinessUseCase = code >= 80_000 && code <= 80_099;
  return BY_SUBCODE[subcode] ?? BY_CODE[code] ?? (isBusinessUseCase ? GRAPH_LIMITS.custom : undefined);
}
