import type { DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import type { Limits } from "./network.ts";

const MIB = 1024 * 1024;

/** As people and export dialogs call them. */
const FORMATS: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/gif": "GIF",
  "image/webp": "WebP",
  "image/bmp": "BMP",
  "image/tiff": "TIFF",
  "video/mp4": "MP4",
  "video/quicktime": "MOV",
  "video/webm": "WebM",
};

/** Type and size of one file. */
export function checkFile(
  { name, kind, contentType, sizeBytes }: DraftMedia,
  limits: Limits,
  network: string,
): Problem[] {
  const [types, maxBytes] =
    kind === "image" ? [limits.imageTypes, limits.imageBytes] : [limits.videoTypes, limits.videoBytes];
  if (!types.includes(contentType)) {
    const allowed = types.map((type) => FORMATS[type] ?? type).join(", ");
    const problem = `${name} is ${contentType}, which ${network} does not take`;
    const inFrench = {
      problem: `${name} est du type ${contentType}, refusé par ${network}`,
      remedy: `enregistrez le fichier en ${allowed}`,
    };
    return [{ column: "media", problem, remedy: `save the ${kind} as ${allowed}`, inFrench }];
  }
  if (sizeBytes <= maxBytes) return [];
  const problem = `${name} has ${inMib(sizeBytes)} MiB, but ${network} takes ${inMib(maxBytes)} MiB`;
  const inFrench = {
    problem: `${name} pèse ${inMib(sizeBytes)} Mio, mais ${network} en accepte ${inMib(maxBytes)}`,
    remedy: "allégez le fichier",
  };
  return [{ column: "media", problem, remedy: `make the ${kind} smaller`, inFrench }];
}

export function checkAltText(
  { name, altText = "" }: DraftMedia,
  { altTextLength }: Limits,
  network: string,
): Problem[] {
  if (altText.length <= altTextLength) return [];
  const problem = `the text for ${name} has ${altText.length} characters, but ${network} takes ${altTextLength}`;
  const inFrench = {
    problem: `le texte de ${name} compte ${altText.length} caractères, mais ${network} en accepte ${altTextLength}`,
    remedy: "raccourcissez-le",
  };
  return [{ column: "alt_text", problem, remedy: "shorten it", inFrench }];
}

function inMib(bytes: number): string {
  return (bytes / MIB).toFixed(1).replace(".0", "");
}
