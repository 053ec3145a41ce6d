import { pathToFileURL } from "node:url";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { SIMULATORS } from "#local/networks/simulated-networks.ts";
import type { SessionOptions } from "#local/session.ts";

/** More posts in a minute than the networks' daily limits would let through. */
export const CROWD = 500;

const CLOCK = pathToFileURL(new URL("clock-ahead.mjs", import.meta.url).pathname).href;

/** A laptop that publishes a crowd, and whose clock runs ahead. */
export function crowdedLaptop(dataFolder: string, aheadMs: number): SessionOptions {
  return {
    dataFolder,
    port: 0,
    isFresh: false,
    atMost: { visibilitySeconds: 20 },
    now: () => new Date(Date.now() + aheadMs),
    environment: { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_AHEAD_MS: String(aheadMs) },
    simulators: {
      ...SIMULATORS,
      instagram: (options) => createInstagramSimulator({ ...options, publishingQuota: CROWD }),
      x: (options) => createXSimulator(options, { rateLimitFactor: CROWD }),
    },
  };
}
