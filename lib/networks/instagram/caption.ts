import type { Draft } from "#lib/domain/publishing/draft.ts";

/** The caption as it is sent and found again. Instagram has no link of its own: it stands at the end, not clickable. */
export function captionOf({ text, link }: Draft): string {
  return [text, link].filter(Boolean).join("\n\n");
}

export function countHashtags(caption: string): number {
  if (!caption.includes("#")) return 0;
  return caption.match(/(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]+/gu)?.length ?? 0;
}

export function countMentions(caption: string): number {
  if (!caption.includes("@")) return 0;
  return caption.match(/(?<![\w.])@\w[\w.]*/g)?.length ?? 0;
}
