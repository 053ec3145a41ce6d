import extractCashtags from "twitter-text/dist/extractCashtags.js";
import extractUrlsWithIndices from "twitter-text/dist/extractUrlsWithIndices.js";
import parseTweet from "twitter-text/dist/parseTweet.js";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { remembered } from "#lib/domain/remembered.ts";
import type { WireEntities } from "./wire.ts";

/** The text as it goes out: X has no separate link, it makes the preview from the last address in the text. */
export function composeText({ text, link }: Pick<Draft, "text" | "link">): string {
  if (!link || text.includes(link)) return text;
  return text === "" ? link : `${text}\n${link}`;
}

/** X's own count: most letters 1, emoji and CJK 2, every link 23. */
export function weightedLength(text: string): number {
  return parseTweet(text).weightedLength;
}

/**
 * Never less than X's own count, and found a hundred times as fast: most texts of a long calendar are far from the limit.
 * Every link has a dot inside a word, and the shortest, `t.co`, is four letters for which 23 are counted.
 */
export function weightedLengthAtMost(text: string): number {
  let links = 0;
  for (let at = text.indexOf("."); at !== -1; at = text.indexOf(".", at + 1)) {
    if (text.charCodeAt(at + 1) > BLANK) links += 1;
  }
  return unlinkedAtMost(text) + links * (LINK_LENGTH - SHORTEST_LINK);
}

/** The same, closer, and slower: it looks for links in the words that have a dot. */
export function weightedLengthWithLinksAtMost(text: string): number {
  let weight = unlinkedAtMost(text);
  // A link ends at a blank; so its word counts as it does alone.
  for (const [word] of text.matchAll(DOTTED_WORD)) weight += wordAtMost(word) - unlinkedAtMost(word);
  return weight;
}

function wordAtMost(word: string): number {
  const [, origin] = PLAIN_LINK.exec(word) ?? [];
  const isLink = origin === undefined ? "unknown" : isLinkAt(origin);
  if (isLink === "unknown") return searchedAtMost(word);
  return isLink ? LINK_LENGTH : unlinkedAtMost(word);
}

function searchedAtMost(word: string): number {
  const normal = word.normalize();
  const links = urlsIn(normal);
  if (links.length === 0) return unlinkedAtMost(word);
  let [weight, done] = [0, 0];
  for (const { indices } of links) {
    weight += unlinkedAtMost(normal.slice(done, indices[0])) + LINK_LENGTH;
    done = indices[1];
  }
  return weight + unlinkedAtMost(normal.slice(done));
}

/** Of such an address the origin alone decides whether X takes it for a link, and then it is one from end to end. */
const PLAIN_LINK = /^(https?:\/\/[a-z\d.-]+)(?:\/[\w/-]*)?(?:\?[\w%&=-]*)?(?<=[a-z\d/=])$/i;

/** X's own search takes microseconds, and the links of a calendar lead to few places. */
const isLinkAt = remembered((origin): boolean | "unknown" => {
  const [link, ...others] = urlsIn(`${origin}/`);
  if (!link) return false;
  const isWhole = link.indices[0] === 0 && link.indices[1] === origin.length + 1;
  return isWhole && others.length === 0 ? true : "unknown";
});

const DOTTED_WORD = /[^\t-\r ]*\.[^\t-\r ]+/g;
const BLANK = 0x20;
const LINK_LENGTH = 23;
const SHORTEST_LINK = 4;

/**
 * Below U+0300 a letter stays as it is and counts 1, and so do typographic quotes and dashes; the two surrogates of an
 * emoji count 2 at most. Any other code unit may count 3, where X decomposes it.
 */
function unlinkedAtMost(text: string): number {
  let weight = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x300 || (code >= 0x2010 && code <= 0x201f)) weight += 1;
    else if (code >= 0xd83c && code <= 0xd83e && isLowSurrogate(text.charCodeAt(at + 1))) {
      weight += 2;
      at += 1;
    } else weight += 3;
  }
  return weight;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** U+FFFE, U+FEFF and U+FFFF: X refuses a text that holds one. */
export function hasForbiddenCharacter(text: string): boolean {
  return /[\uFFFE\uFEFF\uFFFF]/.test(text);
}

export function cashtagsIn(text: string): readonly string[] {
  return extractCashtags(text);
}

export function urlsIn(text: string): readonly { readonly url: string; readonly indices: readonly [number, number] }[] {
  return extractUrlsWithIndices(text);
}

/** Text that X gave back, as its author wrote it: links in full, characters plain, no address of the media. */
export function readableText(text: string, entities?: WireEntities): string {
  let readable = text;
  for (const { url, expanded_url: expanded, media_key: mediaKey } of entities?.urls ?? []) {
    if (!url) continue;
    const isMedia = Boolean(mediaKey) || /\/status\/\d+\/(?:photo|video)\/\d+$/.test(expanded ?? "");
    readable = readable.replaceAll(url, () => (isMedia ? "" : (expanded ?? url)));
  }
  return plainCharacters(readable).trim();
}

/** X escapes these three, and only these, in every text it gives back. */
function plainCharacters(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * Two texts are the same post to X exactly when these are equal: blanks and the spelling of an address (`example.com`,
 * `https://example.com/`) do not count.
 */
export function comparableText(text: string): string {
  const normal = text.normalize("NFC");
  let comparable = "";
  let done = 0;
  for (const { url, indices } of urlsIn(normal)) {
    comparable += normal.slice(done, indices[0]) + comparableUrl(url);
    done = indices[1];
  }
  return (comparable + normal.slice(done)).replaceAll(/\s+/gu, " ").trim();
}

function comparableUrl(url: string): string {
  const address = /^https?:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(address)) return url;
  const { host, pathname, search, hash } = new URL(address);
  return `${host}${pathname.replace(/\/$/, "")}${search}${hash}`;
}

/** X puts the names of those who are answered in front of an answer. */
export function withoutAddressees(text: string): string {
  return text.replace(/^(?:@\w{1,15}\s+)+/u, "");
}
