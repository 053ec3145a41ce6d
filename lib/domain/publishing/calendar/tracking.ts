import { remembered } from "../../remembered.ts";

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
  const parts = partsOf(link);
  if (!parts) return link;
  const added: string[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value && !parts.named.has(name)) added.push(`${name}=${encodeURIComponent(value)}`);
  };
  add("utm_source", network);
  add("utm_medium", "social");
  add("utm_campaign", campaign);
  add("utm_content", publicationId);
  return added.length > 0 ? parts.before + added.join("&") + parts.behind : link;
}

/** A link where more parameters are to stand. */
interface LinkParts {
  readonly before: string;
  readonly behind: string;
  /** The parameters that it has already. */
  readonly named: ReadonlySet<string>;
}

/** Undefined for what is no address. Many rows link to the same few pages. */
const partsOf = remembered((link): LinkParts | undefined => {
  const url = URL.parse(link);
  if (!url) return undefined;
  const [address = ""] = link.split("#", 1);
  const [, query] = /\?(.*)$/.exec(address) ?? [];
  const joint = query === undefined ? "?" : query === "" || query.endsWith("&") ? "" : "&";
  return { before: address + joint, behind: link.slice(address.length), named: new Set(url.searchParams.keys()) };
});

/** A link that stands in the text as well goes out once: tagged, in its place. */
export function replaced(text: string, link: string, withTags: string): string {
  const at = text.indexOf(link);
  const isWhole = at !== -1 && !/[\w/?&=#%-]/.test(text.charAt(at + link.length));
  return isWhole ? text.slice(0, at) + withTags + text.slice(at + link.length) : text;
}
