import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { checkAltText, checkFile } from "../check-file.ts";
import { limits } from "./limits.ts";
import { isLinkInText, messageLength } from "./message.ts";

export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkText(draft),
    ...checkLink(draft),
    ...checkPhotoCount(draft.media),
    ...draft.media.flatMap(checkMedia),
  ];
}

function checkText(draft: Draft): Problem[] {
  const length = messageLength(draft);
  if (length === 0 && draft.media.length === 0 && draft.link === undefined) {
    const inFrench = { problem: "la publication est vide", remedy: "écrivez un texte, ou donnez un lien ou une photo" };
    return [
      { column: "text", problem: "the post is empty", remedy: "write a text, or give a link or a photo", inFrench },
    ];
  }
  if (length <= limits.textLength) return [];
  const problem = `${length} characters, but Facebook takes ${limits.textLength}`;
  const inFrench = {
    problem: `${length} caractères, mais Facebook en accepte ${limits.textLength}`,
    remedy: "raccourcissez le texte",
  };
  return [{ column: "text", problem, remedy: "shorten the text", inFrench }];
}

function checkLink(draft: Draft): readonly Problem[] {
  return isLinkInText(draft) ? LINK_IN_TEXT : [];
}

const LINK_IN_TEXT: readonly Problem[] = [
  {
    column: "link",
    problem: "Facebook shows either photos or a link card: the link will stand at the end of the text",
    remedy: "nothing to do, or leave out the photos to get the card",
    inFrench: {
      problem: "Facebook montre soit des photos, soit une carte de lien : le lien sera à la fin du texte",
      remedy: "rien à faire, ou retirez les photos pour avoir la carte",
    },
    severity: "warning",
  },
];

function checkPhotoCount(media: readonly DraftMedia[]): Problem[] {
  if (media.length <= limits.imageCount) return [];
  const problem = `${media.length} photos, but at most ${limits.imageCount} go out in one post`;
  const inFrench = {
    problem: `${media.length} photos, mais une publication en contient au plus ${limits.imageCount}`,
    remedy: "retirez-en, ou partagez la publication en deux",
  };
  return [{ column: "media", problem, remedy: "leave some out, or split the post", inFrench }];
}

function checkMedia(media: DraftMedia): Problem[] {
  if (media.kind === "video") {
    return [
      {
        column: "media",
        problem: `${media.name} is a video, and Facebook posts are published with photos only`,
        remedy: "give photos instead, or take Facebook out of this row's channels",
        inFrench: {
          problem: `${media.name} est une vidéo, et seules des photos sont publiées sur Facebook`,
          remedy: "donnez des photos, ou retirez Facebook des canaux de cette ligne",
        },
      },
    ];
  }
  return [...checkFile(media, limits, "Facebook"), ...checkAltText(media, limits, "Facebook")];
}
