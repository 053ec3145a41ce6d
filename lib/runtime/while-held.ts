import { loggableError } from "./loggable-error.ts";
import { logger } from "./logger.ts";

const MINUTE_MS = 60_000;

/** So soon after its worker has died, a message comes back. As long as an import's turn outlives its holder. */
const HELD_MS = 2 * MINUTE_MS;

/** Two of them may be lost. */
const BEAT_MS = 35_000;

/** After a job has failed, by how often its message was delivered: what is away now may be away for an hour. */
const BACK_OFF_MS = [2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS] as const;

export interface HeldMessage {
  /**
   * Hides the message for so long from now on, in milliseconds. Trouble with it is not the job's: at worst the message is
   * delivered twice at a time.
   */
  readonly hold: (forMs: number) => Promise<void>;
  /** How often it was delivered, this time included. */
  readonly receiveCount: number;
}

/**
 * Does a job while its message is hidden only for a little, again and again: a queue hides a message for six timeouts of
 * its function, and a worker that died would be followed half an hour later. Nothing of this counts as a delivery. A job
 * that fails comes back later each time.
 */
export async function whileHeld<Result>(
  { hold, receiveCount }: HeldMessage,
  work: () => Promise<Result>,
): Promise<Result> {
  const holdFor = (ms: number) =>
    hold(ms).catch((error: unknown) => logger.warn("a message could not be held", { error: loggableError(error) }));
  let latest = holdFor(HELD_MS);
  const heart = setInterval(() => {
    latest = holdFor(HELD_MS);
  }, BEAT_MS);
  try {
    return await work();
  } catch (error) {
    clearInterval(heart);
    await latest;
    latest = holdFor(BACK_OFF_MS[receiveCount - 1] ?? BACK_OFF_MS[2]);
    throw error;
  } finally {
    clearInterval(heart);
    // Whoever deletes the message next must not be overtaken.
    await latest;
  }
}
