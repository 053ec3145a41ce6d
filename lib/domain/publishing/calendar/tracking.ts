/** What a link is tagged with, so that visits can be counted by where they come from. */
export interface LinkTags {
  readonly network: string;
  readonly campaign?: string;
  readonly publicationId: string;
}

/**
 * Adds the parameters that web analytics read (https://support.google.com/analytics/answer/10917952). What the link
 * says already stays, letter by letter: it may be signed.
 */
export function tagged(link: string, { network, campaign, publicationId }: LinkTags): string {
  const url = URL.parse(link);
  if (!url) return link;
  const tags = { utm_source: network, utm_medium: "social", utm_campaign: campaign, utm_content: publicationId };
  const added = Object.entries(tags)
    .filter(([name, value]) => value && !url.searchParams.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`)
    .join("&");
  if (added === "") return link;
  const [address = "", ...fragment] = link.split("#");
  const [, query] = /\?(.*)$/.exec(address) ?? [];
  const joint = query === undefined ? "?" : query === "" || query.endsWith("&") ? "" : "&";
  return [`${address}${joint}${added}`, ...fragment].join("#");
}

/** A link that stands in the text as well goes out once: tagged, in its place. */
export function replaced(text: string, link: string, withTags: string): string {
  const at = text.indexOf(link);
  const isWhole = at !== -1 && !/[\w/?&=#%-]/.test(text.charAt(at + link.length));
  return isWhole ? text.slice(0, at) + withTags + text.slice(at + link.length) : text;
}
