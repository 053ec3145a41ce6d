import type { PublishingStop } from "#lib/domain/publishing/stop.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";

/** Every write is seen by all claims that begin more than a second later. */
export interface StopStore {
  list(): Promise<readonly PublishingStop[]>;
  /** False when that was stopped already: the first stop stands. */
  add(stop: PublishingStop): Promise<boolean>;
  /** Of one channel, or of everything. False when there was none. */
  remove(channelId?: string): Promise<boolean>;
}

export interface StopServices {
  readonly clock: Pick<Clock, "now">;
  readonly stops: StopStore;
  readonly events: EventPublisher;
}

export interface StopDecision {
  /** Without it: everything. */
  readonly channelId?: string;
  readonly by: string;
  readonly why: string;
}

/** Lets nothing go out any more until somebody starts it again. False when it was stopped already. */
export async function stopPublishing(
  { channelId, by, why }: StopDecision,
  { clock, stops, events }: StopServices,
): Promise<boolean> {
  const since = clock.now();
  if (!(await stops.add({ channelId, by, why, since }))) return false;
  const detail = { version: 1, channelId, by, why, at: since.toISOString() };
  await events.publish([{ type: "PublishingStopped", detail }]);
  return true;
}

/** Ends a stop: what waits goes on with the next tick. False when that was not stopped. */
export async function startPublishing(
  { channelId, by, why }: StopDecision,
  { clock, stops, events }: StopServices,
): Promise<boolean> {
  if (!(await stops.remove(channelId))) return false;
  const detail = { version: 1, channelId, by, why, at: clock.now().toISOString() };
  await events.publish([{ type: "PublishingResumed", detail }]);
  return true;
}
