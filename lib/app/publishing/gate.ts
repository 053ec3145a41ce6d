import { type ChannelCondition, obstacleOf } from "#lib/domain/accounts/channel-condition.ts";
import type { Clock } from "../clock.ts";

export interface ConditionReader {
  /** As it is now: strongly consistent. */
  read(channelId: string): Promise<ChannelCondition>;
}

/** What every claim has to pass. */
export interface PublishingGate {
  /** Why nothing may go out on the channel now, in words for a timeline; undefined when it may. */
  obstacle(channelId: string): Promise<string | undefined>;
}

/** One reading serves all claims that are made within this long: a job of a hundred publications reads once. */
const SHARED_MS = 1_000;

/** An answer that took longer than this tells too little about now. */
const STALE_MS = 2_000;

const MOST_READINGS = 3;

/** So slow a table says nothing about now: nothing is claimed, and the queue brings the job again. */
export class GateTooSlowError extends Error {
  override readonly name = "GateTooSlowError";
}

interface Reading {
  readonly askedAt: number;
  readonly condition: Promise<ChannelCondition>;
}

/** One for each process. @throws GateTooSlowError */
export function publishingGate(conditions: ConditionReader, clock: Pick<Clock, "now">): PublishingGate {
  const shared = new Map<string, Reading>();

  function reading(channelId: string): Reading {
    const known = shared.get(channelId);
    const askedAt = clock.now().getTime();
    if (known && askedAt - known.askedAt < SHARED_MS) return known;
    const fresh = { askedAt, condition: conditions.read(channelId) };
    shared.set(channelId, fresh);
    // Whoever waits for it hears of the failure; nobody after them does.
    fresh.condition.catch(() => shared.delete(channelId));
    return fresh;
  }

  return {
    async obstacle(channelId) {
      for (let count = 0; count < MOST_READINGS; count++) {
        const { askedAt, condition } = reading(channelId);
        const answer = await condition;
        if (clock.now().getTime() - askedAt <= STALE_MS) return obstacleOf(channelId, answer);
      }
      throw new GateTooSlowError(`whether ${channelId} may publish could not be read in time`);
    },
  };
}
