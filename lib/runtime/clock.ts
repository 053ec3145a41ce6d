import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#lib/app/clock.ts";

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms) => {
    if (ms > 0) await sleep(ms);
  },
};
