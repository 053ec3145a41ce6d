import { logger } from "./logger.ts";

/** So soon after its worker has died, a message comes back. As long as an import's turn outlives its holder. */
const HELD_MS = 120_000;

/** Two of them may be lost. */
const BEAT_MS = 35_000;

/**
 * Does a job while its message is hidden only for a little, again and again: a queue hides a message for six timeouts of
 * its function, and a worker that died would be followed half an hour later. Nothing of this counts as a delivery.
 *
 * @param hold hides the message for so long from now on, in milliseconds. Trouble with it is not the job's: at worst the
 *   message is delivered twice at a time.
 */
export async function whileHeld<Result>(
  hold: (forMs: number) => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  const beat = () => hold(HELD_MS).catch((error: unknown) => logger.warn("a message could not be held", { error }));
  let latest = beat();
  const heart = setInterval(() => {
    latest = beat();
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    // Whoever deletes the message next must not be overtaken.
    await latest;
  }
}
