import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type { CommitOutcome } from "#lib/networks/network.ts";
import type { OpenDesk } from "./publish-services.ts";

export type Accepted = Extract<CommitOutcome, { outcome: "accepted" }>;

/** It may hold up the record that the post is out for so long, and no longer. */
const PATIENCE_MS = 2_000;

/** A worker with less time left does not ask again. */
const NEEDED_MS = HTTP_TIMEOUT_MS + 5_000;

/** Where a post stands. A convenience: not to know it changes nothing about what was accepted, so nothing here throws. */
export interface AddressLookup {
  /** Undefined when it is not known within two seconds. */
  soon(): Promise<string | undefined>;
  /** However long the same question takes. One that failed is asked once more, while there is time. */
  atLast(): Promise<string | undefined>;
}

/** Asks the network where it has not told the address by itself. */
export function lookUpAddress({ url, remoteId }: Accepted, desk: OpenDesk): AddressLookup {
  const { access, services } = desk;
  const { confirm } = desk.publishing;
  if (url !== undefined || !confirm) return { soon: async () => url, atLast: async () => url };
  const { clock, log } = services;
  const ask = async () => {
    try {
      return (await access.read((context) => confirm(remoteId, context))).url;
    } catch (error) {
      log.warn("the address of a published post is not known", { remoteId, error: String(error) });
      return undefined;
    }
  };
  const answer = ask();
  return {
    soon: () => Promise.race([answer, clock.sleep(PATIENCE_MS).then(() => undefined)]),
    atLast: async () => (await answer) ?? (desk.remainingMs() >= NEEDED_MS ? await ask() : undefined),
  };
}
