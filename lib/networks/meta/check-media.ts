import type { DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import type { Limits } from "../network.ts";

const MIB = 1024 * 1024;

/** Type and size of one file. */
export function checkFile(
  { name, kind, contentType, sizeBytes }: DraftMedia,
  limits: Limits,
  network: string,
): Problem[] {
  const [types, maxBytes] =
    kind === "image" ? [limits.imageTypes, limits.imageBytes] : [limits.videoTypes, limits.videoBytes];
  if (!types.includes(contentType)) {
    const allowed = types.map((type) => type.slice(type.indexOf("/") + 1)).join(", ");
    const problem = `${name} is ${contentType}, which ${network} does not take`;
    return [{ column: "media", problem, remedy: `save the ${kind} as ${allowed}` }];
  }
  if (sizeBytes <= maxBytes) return [];
  const problem = `${name} has ${inMib(sizeBytes)} MiB, but ${network} takes ${inMib(maxBytes)} MiB`;
  return [{ column: "media", problem, remedy: `make the ${kind} smaller` }];
}

export function checkAltText(
  { name, altText = "" }: DraftMedia,
  { altTextLength }: Limits,
  network: string,
): Problem[] {
  if (altText.length <= altTextLength) return [];
  const problem = `the text for ${name} has ${altText.length} characters, but ${network} takes ${altTextLength}`;
  return [{ column: "alt_text", problem, remedy: "shorten it" }];
}

function inMib(bytes: number): string {
  return (bytes / MIB).toFixed(1).replace(".0", "");
}
