/** A named person stopped publishing: that of one channel, or, without `channelId`, all of it. */
export interface PublishingStop {
  readonly channelId?: string;
  readonly by: string;
  readonly why: string;
  readonly since: Date;
}

/** For timelines: who to ask, and about what. */
export function describeStop({ channelId, by, why }: PublishingStop): string {
  return `publishing${channelId === undefined ? "" : ` on ${channelId}`} is stopped by ${by}: ${why}`;
}
