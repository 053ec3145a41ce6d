import type { Draft } from "#lib/domain/publishing/draft.ts";

/** A post shows either photos or a link card; beside photos the link becomes part of the text. */
export function isLinkInText({ link, media }: Draft): boolean {
  return link !== undefined && media.length > 0;
}

/** The text as it is sent and found again. */
export function messageOf(draft: Draft): string {
  if (!isLinkInText(draft)) return draft.text;
  return [draft.text, draft.link].filter(Boolean).join("\n\n");
}
