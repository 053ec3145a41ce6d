import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { CASHTAG_COUNT, limits } from "./limits.ts";
import { cashtagsIn, composeText, hasForbiddenCharacter, weightedLength } from "./text.ts";

/** Everything in the draft that X would refuse. */
export function check(draft: Draft): readonly Problem[] {
  return [...checkLink(draft), ...checkText(draft), ...checkMedia(draft)];
}

function checkText(draft: Draft): Problem[] {
  const text = composeText(draft);
  if (text.trim() === "" && draft.media.length === 0) {
    return [{ column: "text", problem: "nothing to post on X", remedy: "write a text or name an image" }];
  }
  return checkPostText(text);
}

/** The rules for the text of any post, an answer included. */
export function checkPostText(text: string): Problem[] {
  const problems: Problem[] = [];
  const length = weightedLength(text);
  if (length > limits.textLength) {
    problems.push({
      column: "text",
      problem: `${length} characters as X counts them; ${limits.textLength} are allowed`,
      remedy: `shorten it by ${length - limits.textLength} (a link counts 23, an emoji 2)`,
    });
  }
  if (hasForbiddenCharacter(text)) {
    problems.push({ column: "text", problem: "an invisible character that X refuses", remedy: "type the text anew" });
  }
  const cashtags = new Set(cashtagsIn(text));
  if (cashtags.size > CASHTAG_COUNT) {
    const written = [...cashtags].map((tag) => `$${tag}`).join(", ");
    problems.push({ column: "text", problem: `X takes one cashtag in a post, not ${written}`, remedy: "keep one" });
  }
  return problems;
}

function checkLink({ link }: Draft): Problem[] {
  if (!link || /^https?:\/\/[^\s/]+\.[^\s/]/i.test(link)) return [];
  return [{ column: "link", problem: "not a web address", remedy: "write it in full: https://example.com/page" }];
}

function checkMedia({ media }: Draft): Problem[] {
  const problems = media.flatMap((file) => (file.kind === "video" ? [refuseVideo(file)] : checkImage(file)));
  if (media.length > limits.imageCount) {
    const problem = `${media.length} files; X takes ${limits.imageCount} images in a post`;
    problems.push({ column: "media", problem, remedy: `remove ${media.length - limits.imageCount}` });
  }
  return problems;
}

function refuseVideo({ name }: DraftMedia): Problem {
  const remedy = "use an image, or leave X out of this row's channels";
  return { column: "media", problem: `${name} is a video: Antenne publishes only images on X`, remedy };
}

function checkImage({ name, contentType, sizeBytes, altText = "" }: DraftMedia): Problem[] {
  const problems: Problem[] = [];
  if (!limits.imageTypes.includes(contentType)) {
    const problem = `${name} is ${contentType}, which Antenne does not publish on X`;
    problems.push({ column: "media", problem, remedy: "save it as JPEG, PNG or WebP" });
  }
  if (sizeBytes > limits.imageBytes) {
    const problem = `${name} is ${megabytes(sizeBytes)} MB; X takes ${megabytes(limits.imageBytes)} MB`;
    problems.push({ column: "media", problem, remedy: "make the image smaller" });
  }
  if (altText.length > limits.altTextLength) {
    const problem = `${altText.length} characters for ${name}; X takes ${limits.altTextLength}`;
    problems.push({ column: "alt_text", problem, remedy: `shorten it by ${altText.length - limits.altTextLength}` });
  }
  return problems;
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}
