import { type LinkTags, replaced, tagged } from "../tracking.ts";

/** A link and the text around it. */
export interface LinkedText {
  readonly text: string;
  readonly link: string;
}

/**
 * The link and the text as they were before the link was tagged. Undefined when tagging them again would not give
 * exactly what is there.
 */
export function untagged({ text, link }: LinkedText, tags: LinkTags): LinkedText | undefined {
  const plain = withoutTags(link, tags);
  if (plain === undefined || tagged(plain, tags) !== link) return undefined;
  const at = text.indexOf(link);
  const plainText = at === -1 ? text : text.slice(0, at) + plain + text.slice(at + link.length);
  return replaced(plainText, plain, link) === text ? { text: plainText, link: plain } : undefined;
}

/** What `tagged` has added stands at the end of the query, in its order. */
function withoutTags(link: string, { network, campaign, publicationId }: LinkTags): string | undefined {
  const [address = "", ...fragment] = link.split("#");
  const [path = "", query] = splitQuery(address);
  if (query === undefined) return undefined;
  const added = [
    `utm_source=${encodeURIComponent(network)}`,
    "utm_medium=social",
    ...(campaign ? [`utm_campaign=${encodeURIComponent(campaign)}`] : []),
    `utm_content=${encodeURIComponent(publicationId)}`,
  ];
  const parameters = query.split("&");
  const kept = parameters.slice(0, firstAdded(parameters, added));
  return [kept.length > 0 ? `${path}?${kept.join("&")}` : path, ...fragment].join("#");
}

function firstAdded(parameters: readonly string[], added: readonly string[]): number {
  const first = parameters.findIndex(
    (each, index) => added.includes(each) && parameters.slice(index).every((later) => added.includes(later)),
  );
  return first === -1 ? parameters.length : first;
}

function splitQuery(address: string): readonly [path: string, query?: string] {
  const at = address.indexOf("?");
  return at === -1 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}
