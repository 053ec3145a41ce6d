import * as z from "zod";

const Instant = z.iso.datetime().transform((text) => new Date(text));

/** What happens to a channel while it runs: an item of its own, so that configuring the channel does not wipe it. */
const StateItem = z.object({
  parking: z
    .object({ since: Instant, reason: z.string(), tokenVersion: z.number(), toldAt: Instant.optional() })
    .optional(),
  /** Of the token that the last holder of the lock has stored. */
  tokenVersion: z.number().optional(),
});

export type StateItem = z.output<typeof StateItem>;

/** The only partition of the channels table that functions may write. `infra` says the same. */
const PARTITION = "STATES";

export function stateKey(channelId: string): { readonly pk: string; readonly sk: string } {
  return { pk: PARTITION, sk: channelId };
}

export function readState(item: unknown): StateItem {
  return StateItem.parse(item);
}
