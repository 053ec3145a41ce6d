import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { checkFile } from "../check-file.ts";
import { checkInside } from "../check-media.ts";
import { captionOf, videoOf } from "./caption.ts";
import { disclosuresOf } from "./disclosure.ts";
import { limits, PHOTO_TEXT_LENGTH, PHOTO_TITLE_LENGTH, VIDEO_SIDES } from "./limits.ts";
import { privacyOf } from "./privacy.ts";

/** Everything that can be said of a draft without asking TikTok; the creator's own settings are asked for in `stage.ts`. */
export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkPrivacy(draft),
    ...checkDisclosure(draft),
    ...checkCaption(draft),
    ...checkTitle(draft),
    ...checkLink(draft),
    ...checkMediaCount(draft.media),
    ...draft.media.flatMap(checkMedia),
  ];
}

/** TikTok's rules forbid to choose for people: https://developers.tiktok.com/doc/content-sharing-guidelines */
function checkPrivacy(draft: Draft): Problem[] {
  if (privacyOf(draft) !== undefined) return [];
  const word = draft.options?.privacy;
  const problem =
    word === undefined
      ? "TikTok lets nobody publish without saying who may see the post, and allows no default"
      : `TikTok has no posts that are ${word}`;
  const inFrench =
    word === undefined
      ? "TikTok exige que l'on dise qui peut voir la publication, et n'autorise pas de valeur par défaut"
      : `TikTok n'a pas de publication « ${word} »`;
  return [
    {
      column: "privacy",
      problem,
      remedy: "write public, followers, friends or private into the column privacy (privacy_tiktok for TikTok alone)",
      inFrench: {
        problem: inFrench,
        remedy:
          "écrivez public, abonnés, amis ou privé dans la colonne confidentialité (confidentialité_tiktok pour TikTok seul)",
      },
    },
  ];
}

/** https://developers.tiktok.com/doc/content-posting-api-reference-direct-post, `brand_content_toggle` */
function checkDisclosure(draft: Draft): Problem[] {
  const { isMadeByAi, isPaidPartnership } = disclosuresOf(draft);
  const problems: Problem[] = [];
  if (isPaidPartnership && privacyOf(draft) === "SELF_ONLY") {
    problems.push({
      column: "disclosure",
      problem: "a paid partnership on TikTok cannot be private",
      remedy: "make the post public, or leave the paid partnership out",
      inFrench: {
        problem: "un partenariat rémunéré sur TikTok ne peut pas être privé",
        remedy: "rendez la publication publique, ou retirez le partenariat rémunéré",
      },
    });
  }
  if (isMadeByAi && !videoOf(draft)) {
    problems.push({
      column: "disclosure",
      problem: "TikTok takes no word of AI for photos: it will be left out",
      remedy: "say it in the text, or label the post in the app",
      inFrench: {
        problem: "TikTok ne prend pas la mention d'IA pour des photos : elle sera omise",
        remedy: "dites-le dans le texte, ou étiquetez la publication dans l'application",
      },
      severity: "warning",
    });
  }
  return problems;
}

function checkCaption(draft: Draft): Problem[] {
  const { length } = captionOf(draft);
  const isVideo = videoOf(draft) !== undefined || draft.media.length === 0;
  const most = isVideo ? limits.textLength : PHOTO_TEXT_LENGTH;
  if (length <= most) return [];
  return [
    {
      column: "text",
      problem: `${length} characters, but TikTok takes ${most} ${isVideo ? "with a video" : "with photos"}`,
      remedy: "shorten the text",
      inFrench: {
        problem: `${length} caractères, mais TikTok en accepte ${most} ${isVideo ? "avec une vidéo" : "avec des photos"}`,
        remedy: "raccourcissez le texte",
      },
    },
  ];
}

function checkTitle(draft: Draft): Problem[] {
  const { title = "" } = draft.options ?? {};
  if (title === "") return [];
  if (videoOf(draft)) {
    const inFrench = { problem: "une vidéo n'a pas de titre sur TikTok : il sera omis", remedy: "rien à faire" };
    const problem = "a video has no title on TikTok: it will be left out";
    return [{ column: "title", problem, remedy: "nothing to do", inFrench, severity: "warning" }];
  }
  if (title.length <= PHOTO_TITLE_LENGTH) return [];
  return [
    {
      column: "title",
      problem: `${title.length} characters, but a title on TikTok has ${PHOTO_TITLE_LENGTH}`,
      remedy: "shorten the title",
      inFrench: {
        problem: `${title.length} caractères, mais un titre sur TikTok en a ${PHOTO_TITLE_LENGTH}`,
        remedy: "raccourcissez le titre",
      },
    },
  ];
}

function checkLink({ link }: Draft): Problem[] {
  if (link === undefined) return [];
  return [
    {
      column: "link",
      problem: "links in TikTok captions cannot be clicked: this one will be plain text at the end of the caption",
      remedy: "leave the link out for TikTok, or point to the link in the profile",
      inFrench: {
        problem: "les liens des légendes de TikTok ne sont pas cliquables : celui-ci sera du texte à la fin",
        remedy: "omettez le lien pour TikTok, ou renvoyez au lien du profil",
      },
      severity: "warning",
    },
  ];
}

function checkMediaCount(media: readonly DraftMedia[]): Problem[] {
  const videoCount = media.filter(({ kind }) => kind === "video").length;
  if (media.length === 0) {
    return [
      onMedia(
        "TikTok has no posts without a video or photos",
        "TikTok ne connaît pas de publication sans vidéo ni photo",
        {
          remedy: "add media, or take TikTok out of this row's channels",
          inFrench: "ajoutez un média, ou retirez TikTok des canaux de cette ligne",
        },
      ),
    ];
  }
  if (videoCount > 0 && media.length > 1) {
    return [
      onMedia(
        `${media.length} files, but a TikTok post holds one video, or photos alone`,
        `${media.length} fichiers, mais une publication TikTok contient une vidéo seule, ou des photos`,
        { remedy: "keep one video, or only the photos", inFrench: "gardez une seule vidéo, ou les photos" },
      ),
    ];
  }
  if (media.length <= limits.imageCount) return [];
  return [
    onMedia(
      `${media.length} photos, but a TikTok post holds ${limits.imageCount}`,
      `${media.length} photos, mais une publication TikTok en contient ${limits.imageCount}`,
      { remedy: "leave some out, or split the post", inFrench: "retirez-en, ou partagez la publication en deux" },
    ),
  ];
}

function checkMedia(media: DraftMedia): Problem[] {
  const inside = checkInside(media, limits, "TikTok");
  return [...checkFile(media, limits, "TikTok"), ...inside, ...checkSides(media), ...checkAltText(media)];
}

/** Beside the width, which `checkInside` knows. */
function checkSides({ name, kind, width, height }: DraftMedia): Problem[] {
  if (kind !== "video" || !width || !height) return [];
  const { min, max } = VIDEO_SIDES;
  if (Math.min(width, height) >= min && height <= max) return [];
  const size = `${width}×${height}`;
  return [
    onMedia(
      `${name} has ${size} pixels, but TikTok takes videos with sides of ${min} to ${max}`,
      `${name} fait ${size} pixels, mais TikTok prend des vidéos de ${min} à ${max} de côté`,
      { remedy: "export it as 1080×1920", inFrench: "exportez-la en 1080×1920" },
    ),
  ];
}

function checkAltText({ name, altText }: DraftMedia): Problem[] {
  if (!altText) return [];
  const problem = `TikTok takes no alternative texts: the one of ${name} will be left out`;
  const inFrench = {
    problem: `TikTok ne prend pas de texte alternatif : celui de ${name} sera omis`,
    remedy: "rien à faire",
  };
  return [{ column: "alt_text", problem, remedy: "nothing to do", inFrench, severity: "warning" }];
}

function onMedia(
  problem: string,
  french: string,
  { remedy, inFrench }: Record<"remedy" | "inFrench", string>,
): Problem {
  return { column: "media", problem, remedy, inFrench: { problem: french, remedy: inFrench } };
}
