import { describeStop, type PublishingStop } from "../publishing/stop.ts";

/** The network refuses the channel's token, and nothing but a person can change that. */
export interface Parking {
  readonly since: Date;
  /** In the network's words; no token is in it. */
  readonly reason: string;
  /** Which version of the stored token was refused: a later one ends the parking. */
  readonly tokenVersion: number;
  /** When people were told; absent while that is to be done. */
  readonly toldAt?: Date;
}

/** How it stands with a channel while it runs, apart from how it is configured. */
export interface ChannelCondition {
  readonly parking?: Parking;
  /** Stops of this channel, and of everything. */
  readonly stops: readonly PublishingStop[];
}

/** What keeps the channel from publishing now, in words for people; undefined when nothing does. */
export function obstacleOf(channelId: string, { parking, stops }: ChannelCondition): string | undefined {
  const [stop] = stops;
  if (stop) return describeStop(stop);
  return parking && describeParking(channelId, parking);
}

/** Says what to do, not only what is wrong. */
export function describeParking(channelId: string, { reason }: Pick<Parking, "reason">): string {
  return `${channelId} needs reconnecting (antenne channels reconnect ${channelId}): ${reason}`;
}
