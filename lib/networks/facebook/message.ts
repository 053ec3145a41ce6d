import type { Draft } from "#lib/domain/publishing/draft.ts";

const BREAK = "\n\n";

/** A post shows either photos or a link card; beside photos the link becomes part of the text. */
export function isLinkInText({ link, media }: Draft): boolean {
  return link !== undefined && media.length > 0;
}

/** The text as it is sent and found again. */
export function messageOf(draft: Draft): string {
  if (!isLinkInText(draft)) return draft.text;
  return [draft.text, draft.link].filter(Boolean).join(BREAK);
}

/** The length of `messageOf`, without writing it. */
export function messageLength(draft: Draft): number {
  const { text, link = "" } = draft;
  if (!isLinkInText(draft)) return text.length;
  return text.length + link.length + (text && link ? BREAK.length : 0);
}
