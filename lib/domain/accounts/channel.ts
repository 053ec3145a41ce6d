/** One page, profile or number that we speak from. */
export interface Channel {
  /** `<network>/<name>`, for example `facebook/acme`: what people write in a calendar. */
  readonly channelId: string;
  readonly network: string;
  readonly name: string;
  /** The id that the network gave it: a Page id, an Instagram user id, an X user id. */
  readonly remoteId: string;
  /** The public handle, without `@`, where the network has one: needed for links to posts. */
  readonly handle?: string;
  /** An IANA zone: where its calendar rows' times are meant, unless the row or its file says. */
  readonly timeZone?: string;
}

export type ChannelChoice =
  | { readonly found: Channel }
  | { readonly notFound: true; readonly choices: readonly string[] }
  | { readonly ambiguous: true; readonly choices: readonly string[] };

/**
 * Finds the channel that a person means by `facebook/acme` or, where a network has a single channel, by `facebook`.
 * Case and blanks around the names do not matter.
 */
export function chooseChannel(written: string, channels: readonly Channel[]): ChannelChoice {
  const wanted = written
    .trim()
    .toLowerCase()
    .replace(/\s*\/\s*/, "/");
  const exact = channels.find((channel) => channel.channelId.toLowerCase() === wanted);
  if (exact) return { found: exact };
  const ofNetwork = channels.filter((channel) => channel.network === wanted);
  const [only] = ofNetwork;
  if (only && ofNetwork.length === 1) return { found: only };
  const choices = (ofNetwork.length > 0 ? ofNetwork : channels).map((channel) => channel.channelId);
  return ofNetwork.length > 1 ? { ambiguous: true, choices } : { notFound: true, choices };
}

/** The networks that somebody speaks on. */
export function networksOf(channels: readonly Channel[]): readonly string[] {
  return [...new Set(channels.map(({ network }) => network))];
}
