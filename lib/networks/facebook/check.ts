import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { checkAltText, checkFile } from "../meta/check-media.ts";
import { limits } from "./limits.ts";
import { isLinkInText, messageOf } from "./message.ts";

export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkText(draft),
    ...checkLink(draft),
    ...checkPhotoCount(draft.media),
    ...draft.media.flatMap(checkMedia),
  ];
}

function checkText(draft: Draft): Problem[] {
  const { length } = messageOf(draft);
  if (length === 0 && draft.media.length === 0 && draft.link === undefined) {
    return [{ column: "text", problem: "the post is empty", remedy: "write a text, or give a link or a photo" }];
  }
  if (length <= limits.textLength) return [];
  const problem = `${length} characters, but Facebook takes ${limits.textLength}`;
  return [{ column: "text", problem, remedy: "shorten the text" }];
}

function checkLink(draft: Draft): Problem[] {
  if (!isLinkInText(draft)) return [];
  return [
    {
      column: "link",
      problem: "Facebook shows either photos or a link card: the link will stand at the end of the text",
      remedy: "nothing to do, or leave out the photos to get the card",
      severity: "warning",
    },
  ];
}

function checkPhotoCount(media: readonly DraftMedia[]): Problem[] {
  if (media.length <= limits.imageCount) return [];
  const problem = `${media.length} photos, but at most ${limits.imageCount} go out in one post`;
  return [{ column: "media", problem, remedy: "leave some out, or split the post" }];
}

function checkMedia(media: DraftMedia): Problem[] {
  if (media.kind === "video") {
    return [
      {
        column: "media",
        problem: `${media.name} is a video, and Facebook posts are published with photos only`,
        remedy: "give photos instead, or take Facebook out of this row's channels",
      },
    ];
  }
  return [...checkFile(media, limits, "Facebook"), ...checkAltText(media, limits, "Facebook")];
}
