import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import type { Exchange, Rates, RatesRead } from "../network.ts";
import { retryAfter } from "../retry-after.ts";

/**
 * What each answer tells of the network's limits: https://docs.sample.example/limits. A network that counts endpoints
 * apart names the purposes that each of them serves; one that tells how much is left says so before it refuses.
 */
export const rates: Rates = { read };

function read({ response: { status, headers }, at }: Exchange): RatesRead {
  const told = retryAfter(headers, at);
  const isUnreadable = told === "unreadable";
  const regainsAt = isUnreadable ? undefined : told;
  return {
    readings: status === 429 ? [{ scope: "channel", name: "calls", concerns: PURPOSES, usedShare: 1, regainsAt }] : [],
    unreadable: isUnreadable ? ["retry-after"] : [],
  };
}
