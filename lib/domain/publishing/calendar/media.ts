import type { DraftMedia } from "../draft.ts";
import { type CellProblem, quote } from "./problem.ts";

/** What the media bucket says of a file. */
export type MediaLookup =
  | { readonly found: true; readonly contentType?: string; readonly sizeBytes: number }
  /** `similar`: a file whose name differs only in case or in how accents are stored. */
  | { readonly found: false; readonly similar?: string };

export interface MediaRead {
  readonly media: readonly DraftMedia[];
  readonly problems: readonly CellProblem[];
}

/** The file names in the cell `media`, separated by `;` or `|`. */
export function mediaNames(written: string): readonly string[] {
  return written
    .split(/[;|]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/**
 * Reads the cells `media` and `alt_text` (descriptions separated by `|`, in the order of the files; an empty one leaves
 * a file without).
 */
export function readMedia(
  cells: { readonly media: string; readonly altText: string },
  lookUp: (name: string) => MediaLookup,
): MediaRead {
  const names = mediaNames(cells.media);
  const altTexts = cells.altText === "" ? [] : cells.altText.split("|").map((text) => text.trim());
  const read = names.map((name, index) => readFile(name, altTexts[index], lookUp(name)));
  const problems = read.flatMap((file) => ("problem" in file ? [file.problem] : []));
  const media = read.flatMap((file) => ("media" in file ? [file.media] : []));
  if (altTexts.length <= names.length) return { media, problems };
  return { media, problems: [...problems, tooManyAltTexts(altTexts.length, names.length)] };
}

function readFile(
  name: string,
  altText: string | undefined,
  looked: MediaLookup,
): { readonly media: DraftMedia } | { readonly problem: CellProblem } {
  if (!looked.found) return { problem: missing(name, looked.similar) };
  const contentType = mediaType(looked.contentType) ?? TYPES[extension(name)];
  const kind = contentType?.startsWith("video/") ? "video" : "image";
  if (!contentType) return { problem: unknownType(name) };
  const base = { name, kind, contentType, sizeBytes: looked.sizeBytes } as const;
  return { media: altText ? { ...base, altText } : base };
}

/** By extension: buckets often hold `application/octet-stream` for what was uploaded by hand. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  mp4: "video/mp4",
  m4v: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
};

function mediaType(stored: string | undefined): string | undefined {
  const type = stored?.split(";")[0]?.trim().toLowerCase();
  return type && /^(image|video)\//.test(type) ? type : undefined;
}

function extension(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

function missing(name: string, similar: string | undefined): CellProblem {
  return {
    column: "media",
    value: name,
    problem: `the file ${quote(name)} is not in the media bucket`,
    remedy: similar
      ? `Write ${quote(similar)}: upper and lower case and accents must be the same.`
      : "Upload the file to the media bucket, or correct its name, then upload the calendar again.",
  };
}

function unknownType(name: string): CellProblem {
  const known = Object.keys(TYPES).join(", ");
  return {
    column: "media",
    value: name,
    problem: `the file ${quote(name)} is not an image or video of a known kind`,
    remedy: `Use a file with one of these extensions: ${known}.`,
  };
}

function tooManyAltTexts(altTextCount: number, mediaCount: number): CellProblem {
  return {
    column: "alt_text",
    problem: `alt_text has ${altTextCount} descriptions, but media names ${mediaCount} files`,
    remedy: "Write one description for each file, separated by | and in the same order.",
  };
}
