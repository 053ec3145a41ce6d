import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 480_000;

/**
 * Waits until it is so.
 *
 * @param progress how far it came, for whoever reads that it did not get there in eight minutes.
 */
export async function until(isReached: () => boolean, progress: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isReached()) {
    if (Date.now() > deadline) throw new Error(`the laptop did not get there in time: ${progress()}`);
    await sleep(200);
  }
}
