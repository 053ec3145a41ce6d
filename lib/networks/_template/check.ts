import type { Draft, DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { limits } from "./limits.ts";
import { composeText } from "./publish.ts";

/**
 * Pure, and complete: it runs when a calendar is uploaded, days before the network could say no. Each problem names the
 * calendar's column and what to do about it.
 */
export function check(draft: Draft): readonly Problem[] {
  return [
    ...checkText(composeText(draft), draft.media.length),
    ...draft.media.flatMap(checkFile),
    ...checkCount(draft),
  ];
}

function checkText(text: string, mediaCount: number): Problem[] {
  if (text.trim() === "" && mediaCount === 0) {
    return [{ column: "text", problem: "nothing to post", remedy: "write a text or name an image" }];
  }
  return checkLength(text);
}

export function checkLength(text: string): Problem[] {
  const tooMany = text.length - limits.textLength;
  if (tooMany <= 0) return [];
  const problem = `${text.length} characters; Sample takes ${limits.textLength}`;
  return [{ column: "text", problem, remedy: `shorten it by ${tooMany}` }];
}

function checkFile({ name, contentType, sizeBytes, altText = "" }: DraftMedia): Problem[] {
  const problems: Problem[] = [];
  if (!limits.imageTypes.includes(contentType)) {
    const problem = `${name} is ${contentType}, which Sample does not take`;
    problems.push({ column: "media", problem, remedy: "save it as JPEG or PNG" });
  }
  if (sizeBytes > limits.imageBytes) {
    const problem = `${name} is larger than the ${limits.imageBytes} bytes that Sample takes`;
    problems.push({ column: "media", problem, remedy: "make the image smaller" });
  }
  if (altText.length > limits.altTextLength) {
    const problem = `${altText.length} characters for ${name}; Sample takes ${limits.altTextLength}`;
    problems.push({ column: "alt_text", problem, remedy: "shorten it" });
  }
  return problems;
}

function checkCount({ media }: Draft): Problem[] {
  if (media.length <= limits.imageCount) return [];
  const problem = `${media.length} files; Sample takes ${limits.imageCount}`;
  return [{ column: "media", problem, remedy: `remove ${media.length - limits.imageCount}` }];
}
