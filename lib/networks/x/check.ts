import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { CASHTAG_COUNT, limits } from "./limits.ts";
import {
  cashtagsIn,
  composeText,
  hasForbiddenCharacter,
  weightedLength,
  weightedLengthAtMost,
  weightedLengthWithLinksAtMost,
} from "./text.ts";

/** Everything in the draft that X would refuse. */
export function check(draft: Draft): readonly Problem[] {
  return [...checkLink(draft), ...checkText(draft), ...checkMedia(draft)];
}

function checkText(draft: Draft): Problem[] {
  const text = composeText(draft);
  if (text.trim() === "" && draft.media.length === 0) {
    const inFrench = { problem: "rien à publier sur X", remedy: "écrivez un texte ou nommez une image" };
    return [{ column: "text", problem: "nothing to post on X", remedy: "write a text or name an image", inFrench }];
  }
  return checkPostText(text);
}

/** The rules for the text of any post, an answer included. */
export function checkPostText(text: string): Problem[] {
  const problems: Problem[] = [];
  const isSurelyShort =
    weightedLengthAtMost(text) <= limits.textLength || weightedLengthWithLinksAtMost(text) <= limits.textLength;
  const length = isSurelyShort ? 0 : weightedLength(text);
  if (length > limits.textLength) {
    problems.push({
      column: "text",
      problem: `${length} characters as X counts them; ${limits.textLength} are allowed`,
      remedy: `shorten it by ${length - limits.textLength} (a link counts 23, an emoji 2)`,
      inFrench: {
        problem: `${length} caractères tels que X les compte ; ${limits.textLength} sont permis`,
        remedy: `raccourcissez de ${length - limits.textLength} (un lien compte 23, un émoji 2)`,
      },
    });
  }
  if (hasForbiddenCharacter(text)) {
    const inFrench = { problem: "un caractère invisible que X refuse", remedy: "retapez le texte" };
    const problem = "an invisible character that X refuses";
    problems.push({ column: "text", problem, remedy: "type the text anew", inFrench });
  }
  const cashtags = new Set(cashtagsIn(text));
  if (cashtags.size > CASHTAG_COUNT) {
    const written = [...cashtags].map((tag) => `$${tag}`).join(", ");
    const inFrench = {
      problem: `X accepte un seul cashtag par publication, et non ${written}`,
      remedy: "gardez-en un",
    };
    problems.push({
      column: "text",
      problem: `X takes one cashtag in a post, not ${written}`,
      remedy: "keep one",
      inFrench,
    });
  }
  return problems;
}

function checkLink({ link }: Draft): Problem[] {
  if (!link || /^https?:\/\/[^\s/]+\.[^\s/]/i.test(link)) return [];
  const inFrench = { problem: "pas une adresse web", remedy: "écrivez-la en entier : https://example.com/page" };
  const remedy = "write it in full: https://example.com/page";
  return [{ column: "link", problem: "not a web address", remedy, inFrench }];
}

function checkMedia({ media }: Draft): Problem[] {
  const problems = media.flatMap((file) => (file.kind === "video" ? [refuseVideo(file)] : checkImage(file)));
  if (media.length > limits.imageCount) {
    const problem = `${media.length} files; X takes ${limits.imageCount} images in a post`;
    const inFrench = {
      problem: `${media.length} fichiers ; X accepte ${limits.imageCount} images par publication`,
      remedy: `retirez-en ${media.length - limits.imageCount}`,
    };
    problems.push({ column: "media", problem, remedy: `remove ${media.length - limits.imageCount}`, inFrench });
  }
  return problems;
}

function refuseVideo({ name }: DraftMedia): Problem {
  const remedy = "use an image, or leave X out of this row's channels";
  const inFrench = {
    problem: `${name} est une vidéo : Antenne ne publie que des images sur X`,
    remedy: "prenez une image, ou retirez X des canaux de cette ligne",
  };
  return { column: "media", problem: `${name} is a video: Antenne publishes only images on X`, remedy, inFrench };
}

function checkImage({ name, contentType, sizeBytes, altText = "" }: DraftMedia): Problem[] {
  const problems: Problem[] = [];
  if (!limits.imageTypes.includes(contentType)) {
    const problem = `${name} is ${contentType}, which Antenne does not publish on X`;
    const inFrench = {
      problem: `${name} est du type ${contentType}, qu'Antenne ne publie pas sur X`,
      remedy: "enregistrez-le en JPEG, PNG ou WebP",
    };
    problems.push({ column: "media", problem, remedy: "save it as JPEG, PNG or WebP", inFrench });
  }
  if (sizeBytes > limits.imageBytes) {
    const problem = `${name} is ${megabytes(sizeBytes)} MB; X takes ${megabytes(limits.imageBytes)} MB`;
    const inFrench = {
      problem: `${name} pèse ${megabytes(sizeBytes)} Mo ; X en accepte ${megabytes(limits.imageBytes)}`,
      remedy: "allégez l'image",
    };
    problems.push({ column: "media", problem, remedy: "make the image smaller", inFrench });
  }
  if (altText.length > limits.altTextLength) {
    const problem = `${altText.length} characters for ${name}; X takes ${limits.altTextLength}`;
    const surplus = altText.length - limits.altTextLength;
    const inFrench = {
      problem: `${altText.length} caractères pour ${name} ; X en accepte ${limits.altTextLength}`,
      remedy: `raccourcissez de ${surplus}`,
    };
    problems.push({ column: "alt_text", problem, remedy: `shorten it by ${surplus}`, inFrench });
  }
  return problems;
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}
