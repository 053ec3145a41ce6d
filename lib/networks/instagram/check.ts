import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { checkAltText, checkFile } from "../meta/check-media.ts";
import { captionOf, countHashtags, countMentions } from "./caption.ts";
import { CAPTION_HASHTAGS, CAPTION_MENTIONS, CAROUSEL_ITEMS, limits } from "./limits.ts";

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes (36004) */
export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkCaption(draft),
    ...checkLink(draft),
    ...checkMediaCount(draft.media),
    ...draft.media.flatMap(checkMedia),
  ];
}

function checkCaption(draft: Draft): Problem[] {
  const caption = captionOf(draft);
  return [
    ...checkCount({ count: caption.length, max: limits.textLength, what: "characters", remedy: "shorten the text" }),
    ...checkCount({ count: countHashtags(caption), max: CAPTION_HASHTAGS, what: "hashtags", remedy: "leave some out" }),
    ...checkCount({ count: countMentions(caption), max: CAPTION_MENTIONS, what: "@ names", remedy: "leave some out" }),
  ];
}

function checkCount(rule: { count: number; max: number; what: string; remedy: string }): Problem[] {
  if (rule.count <= rule.max) return [];
  const problem = `${rule.count} ${rule.what}, but Instagram takes ${rule.max} in a caption`;
  return [{ column: "text", problem, remedy: rule.remedy }];
}

function checkLink({ link }: Draft): Problem[] {
  if (link === undefined) return [];
  return [
    {
      column: "link",
      problem: "links in Instagram captions cannot be clicked: this one will be plain text at the end of the caption",
      remedy: "leave the link out for Instagram, or point to the link in the profile",
      severity: "warning",
    },
  ];
}

function checkMediaCount({ length }: readonly DraftMedia[]): Problem[] {
  if (length === 0) {
    const problem = "Instagram has no posts without an image or a video";
    return [{ column: "media", problem, remedy: "add media, or take Instagram out of this row's channels" }];
  }
  if (length <= CAROUSEL_ITEMS) return [];
  const problem = `${length} files, but an Instagram carousel holds ${CAROUSEL_ITEMS}`;
  return [{ column: "media", problem, remedy: "leave some out, or split the post" }];
}

function checkMedia(media: DraftMedia): Problem[] {
  const alt = media.kind === "image" ? checkAltText(media, limits, "Instagram") : checkVideoAltText(media);
  return [...checkFile(media, limits, "Instagram"), ...alt];
}

function checkVideoAltText({ name, altText }: DraftMedia): Problem[] {
  if (!altText) return [];
  const problem = `Instagram takes no alternative text for videos: the one of ${name} will be left out`;
  return [{ column: "alt_text", problem, remedy: "nothing to do", severity: "warning" }];
}
