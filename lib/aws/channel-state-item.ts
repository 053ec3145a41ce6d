import * as z from "zod";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";

const Instant = z.iso.datetime().transform((text) => new Date(text));

/** What happens to a channel while it runs: an item of its own, so that configuring the channel does not wipe it. */
const StateItem = z.object({
  parking: z
    .object({ since: Instant, reason: z.string(), tokenVersion: z.number(), toldAt: Instant.optional() })
    .optional(),
});

/** The only partition of the channels table that functions may write. */
export const STATE_PARTITION = "STATES";

export function stateKey(channelId: string): { readonly pk: string; readonly sk: string } {
  return { pk: STATE_PARTITION, sk: channelId };
}

export function readParking(item: unknown): Parking | undefined {
  return StateItem.parse(item).parking;
}
