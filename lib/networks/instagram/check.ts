import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { checkAltText, checkFile } from "../check-file.ts";
import { checkInside } from "../check-media.ts";
import { captionOf, countHashtags, countMentions } from "./caption.ts";
import { CAPTION_HASHTAGS, CAPTION_MENTIONS, CAROUSEL_ITEMS, limits, SHARP_WIDTH } from "./limits.ts";

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes (36004) */
export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkCaption(draft),
    ...checkLink(draft),
    ...checkMediaCount(draft.media),
    ...draft.media.flatMap(checkMedia),
    ...checkCarousel(draft.media),
  ];
}

function checkCaption(draft: Draft): Problem[] {
  const caption = captionOf(draft);
  return [
    ...checkCount(caption.length, limits.textLength, LETTERS),
    ...checkCount(countHashtags(caption), CAPTION_HASHTAGS, HASHTAGS),
    ...checkCount(countMentions(caption), CAPTION_MENTIONS, MENTIONS),
  ];
}

/** What is counted, and what to do about too many. */
interface Counted {
  readonly what: string;
  readonly remedy: string;
  readonly inFrench: { readonly what: string; readonly remedy: string };
}

const LETTERS: Counted = {
  what: "characters",
  remedy: "shorten the text",
  inFrench: { what: "caractères", remedy: "raccourcissez le texte" },
};

const HASHTAGS: Counted = {
  what: "hashtags",
  remedy: "leave some out",
  inFrench: { what: "hashtags", remedy: "retirez-en" },
};

const MENTIONS: Counted = {
  what: "@ names",
  remedy: "leave some out",
  inFrench: { what: "noms avec @", remedy: "retirez-en" },
};

function checkCount(count: number, max: number, { what, remedy, inFrench }: Counted): Problem[] {
  if (count <= max) return [];
  const problem = `${count} ${what}, but Instagram takes ${max} in a caption`;
  const problemInFrench = `${count} ${inFrench.what}, mais Instagram en accepte ${max} dans une légende`;
  return [{ column: "text", problem, remedy, inFrench: { problem: problemInFrench, remedy: inFrench.remedy } }];
}

function checkLink({ link }: Draft): readonly Problem[] {
  return link === undefined ? [] : PLAIN_LINK;
}

const PLAIN_LINK: readonly Problem[] = [
  {
    column: "link",
    problem: "links in Instagram captions cannot be clicked: this one will be plain text at the end of the caption",
    remedy: "leave the link out for Instagram, or point to the link in the profile",
    inFrench: {
      problem: "les liens des légendes d'Instagram ne sont pas cliquables : celui-ci sera du texte à la fin",
      remedy: "omettez le lien pour Instagram, ou renvoyez au lien du profil",
    },
    severity: "warning",
  },
];

function checkMediaCount({ length }: readonly DraftMedia[]): Problem[] {
  if (length === 0) {
    const problem = "Instagram has no posts without an image or a video";
    const inFrench = {
      problem: "Instagram ne connaît pas de publication sans image ni vidéo",
      remedy: "ajoutez un média, ou retirez Instagram des canaux de cette ligne",
    };
    return [{ column: "media", problem, remedy: "add media, or take Instagram out of this row's channels", inFrench }];
  }
  if (length <= CAROUSEL_ITEMS) return [];
  const problem = `${length} files, but an Instagram carousel holds ${CAROUSEL_ITEMS}`;
  const inFrench = {
    problem: `${length} fichiers, mais un carrousel d'Instagram en contient ${CAROUSEL_ITEMS}`,
    remedy: "retirez-en, ou partagez la publication en deux",
  };
  return [{ column: "media", problem, remedy: "leave some out, or split the post", inFrench }];
}

function checkMedia(media: DraftMedia): Problem[] {
  const alt = media.kind === "image" ? checkAltText(media, limits, "Instagram") : checkVideoAltText(media);
  const inside = checkInside(media, limits, "Instagram");
  return [...checkFile(media, limits, "Instagram"), ...inside, ...checkSharpness(media), ...alt];
}

function checkSharpness({ name, kind, width = SHARP_WIDTH }: DraftMedia): Problem[] {
  if (kind !== "image" || width >= SHARP_WIDTH) return [];
  const problem = `${name} is ${width} pixels wide: Instagram enlarges it to ${SHARP_WIDTH}, and it will look blurred`;
  const inFrench = {
    problem: `${name} fait ${width} pixels de large : Instagram l'agrandit à ${SHARP_WIDTH}, et elle sera floue`,
    remedy: "prenez une image plus grande, au mieux de 1080 pixels de large",
  };
  const remedy = "take a larger image, best 1080 pixels wide";
  return [{ column: "media", problem, remedy, inFrench, severity: "warning" }];
}

/** Instagram crops every item of a carousel to the shape of the first. */
function checkCarousel([first, ...others]: readonly DraftMedia[]): Problem[] {
  const cropped = others.find((each) => Math.abs(shapeOf(each) - (first ? shapeOf(first) : Number.NaN)) > 0.01);
  if (!first || !cropped) return [];
  const problem = `${cropped.name} has another shape than ${first.name}: Instagram crops all of a carousel like its first file`;
  const inFrench = {
    problem: `${cropped.name} n'a pas la forme de ${first.name} : Instagram rogne tout un carrousel comme son premier fichier`,
    remedy: "donnez la même forme à tous les fichiers",
  };
  const remedy = "give all files the same shape";
  return [{ column: "media", problem, remedy, inFrench, severity: "warning" }];
}

/** Width divided by height; nothing compares with what nobody has looked into. */
function shapeOf({ width = Number.NaN, height = Number.NaN }: DraftMedia): number {
  return width / height;
}

function checkVideoAltText({ name, altText }: DraftMedia): Problem[] {
  if (!altText) return [];
  const problem = `Instagram takes no alternative text for videos: the one of ${name} will be left out`;
  const inFrench = {
    problem: `Instagram ne prend pas de texte alternatif pour une vidéo : celui de ${name} sera omis`,
    remedy: "rien à faire",
  };
  return [{ column: "alt_text", problem, remedy: "nothing to do", inFrench, severity: "warning" }];
}
