import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";

/** The caption as it is sent and found again. A link in it is plain text. */
export function captionOf({ text, link }: Pick<Draft, "text" | "link">): string {
  return [text, link].filter(Boolean).join("\n\n");
}

/** The video of a post that has one; all others are sets of photos. */
export function videoOf({ media }: Pick<Draft, "media">): DraftMedia | undefined {
  return media.find(({ kind }) => kind === "video");
}
