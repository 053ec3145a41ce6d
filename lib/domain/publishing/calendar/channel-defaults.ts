import type { ImageFit } from "../image-copy.ts";
import type { Lateness } from "../lateness.ts";

/** What holds on one channel for rows that do not say it, and whose file does not. */
export interface ChannelDefaults {
  readonly imageFit?: ImageFit;
  readonly lateness?: Lateness;
}

/** In the place of a channel: what holds on every channel of which nothing else is said. No channel is called so. */
export const EVERY_CHANNEL = "*";

const NOTHING: ChannelDefaults = {};

export function defaultsOn(channelId: string, agreed: ReadonlyMap<string, ChannelDefaults>): ChannelDefaults {
  const everywhere = agreed.get(EVERY_CHANNEL);
  const own = agreed.get(channelId);
  // Asked for every post of long calendars: mostly nothing is agreed upon, and nothing is made.
  return everywhere && own ? { ...everywhere, ...own } : (own ?? everywhere ?? NOTHING);
}
