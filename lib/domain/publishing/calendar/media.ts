import type { DraftMedia } from "../draft.ts";
import type { MediaFacts, Probe } from "../media-facts.ts";
import type { Say, Wording } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import { remembered } from "./remembered.ts";

/** What the media bucket says of a file. */
export type MediaLookup =
  | {
      readonly found: true;
      /** Where it lies, when its accents are stored in another way than they are written. @default as written */
      readonly name?: string;
      readonly sizeBytes: number;
      /** What its bytes say; absent where nobody looked into it: then its name tells the type. */
      readonly probe?: Probe;
    }
  /** `similar`: a file whose name differs only in case. */
  | { readonly found: false; readonly similar?: string };

export interface MediaRead {
  readonly media: readonly DraftMedia[];
  readonly problems: readonly CellProblem[];
}

/** The cells `media` and `alt_text`. */
export interface MediaCells {
  readonly media: string;
  readonly alt_text: string;
}

/** How media are found and what is wrong with them told. */
export interface MediaContext {
  readonly lookUp: (name: string) => MediaLookup;
  readonly say: Say;
}

/** The file names in the cell `media`, separated by `;`, `|` or line breaks; of an address, the file at its end. */
export const mediaNames = remembered((written): readonly string[] => entries(written).map(fileOf));

/** Other tools separate addresses by commas, too; in a file's name a comma may stand. */
const entries = remembered((written): readonly string[] =>
  written
    .split(/[;|\n]|,\s*(?=https?:\/\/)/i)
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);

function isAddress(entry: string): boolean {
  return /^https?:\/\//i.test(entry);
}

const fileOf = remembered((entry): string => {
  // Windows separates folders by backslashes; in the bucket no name begins with a slash.
  if (!isAddress(entry)) return entry.replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
  const last = URL.parse(entry)
    ?.pathname.split("/")
    .findLast((part) => part !== "");
  return last ? decoded(last) : entry;
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Reads the cells `media` and `alt_text` (descriptions separated by `|`, in the order of the files; an empty one leaves
 * a file without).
 */
export function readMedia(cells: MediaCells, context: MediaContext): MediaRead {
  const named = entries(cells.media);
  const altTexts = readAltTexts(cells.alt_text, named.length);
  const read = named.map((entry, index) => readFile(entry, altTexts[index], context));
  const problems = read.flatMap((file) => file.problems);
  const media = read.flatMap((file) => file.media ?? []);
  if (altTexts.length <= named.length) return { media, problems };
  const wording = context.say("altTextSurplus", { count: altTexts.length, files: named.length });
  return { media, problems: [...problems, { column: "alt_text", ...wording }] };
}

/** Publer writes `||` between them. */
function readAltTexts(written: string, fileCount: number): readonly string[] {
  if (written === "") return [];
  const texts = written.split("|").map((text) => text.trim());
  const doubled = written.split("||").map((text) => text.trim());
  const isDoubled = texts.length > fileCount && doubled.length > 1 && doubled.length <= fileCount;
  return isDoubled ? doubled : texts;
}

interface FileRead {
  readonly media?: DraftMedia;
  readonly problems: readonly CellProblem[];
}

function readFile(entry: string, altText: string | undefined, { lookUp, say }: MediaContext): FileRead {
  const name = fileOf(entry);
  const looked = lookUp(name);
  const problem = { column: "media", value: entry };
  if (!looked.found) return absentFile({ name, altText, problem }, looked, say);
  const facts = factsOf(name, looked.probe);
  if ("because" in facts) return { problems: [{ ...problem, ...unreadable(name, facts.because, say) }] };
  const media = { name: looked.name ?? name, sizeBytes: looked.sizeBytes, ...facts, ...(altText && { altText }) };
  if (!isAddress(entry)) return { media, problems: [] };
  const wording = say("mediaAddress", { value: entry, file: name });
  return { media, problems: [{ ...problem, ...wording, severity: "warning" }] };
}

interface AbsentFile {
  readonly name: string;
  readonly altText: string | undefined;
  readonly problem: Pick<CellProblem, "column" | "value">;
}

/** A file may come after the calendar: its post waits for it. One that is there under another name never will. */
function absentFile(
  { name, altText, problem }: AbsentFile,
  { similar }: Extract<MediaLookup, { found: false }>,
  say: Say,
): FileRead {
  if (similar) return { problems: [{ ...problem, ...say("mediaMisspelt", { value: name, similar }) }] };
  const facts = factsOf(name, undefined);
  if ("because" in facts) return { problems: [{ ...problem, ...say("mediaMissing", { value: name }) }] };
  const media = { name, sizeBytes: 0, isAwaited: true, ...facts, ...(altText && { altText }) };
  return { media, problems: [{ ...problem, ...say("mediaAwaited", { value: name }), severity: "warning" }] };
}

type Unreadable = Extract<Probe, { isReadable: false }>;

function factsOf(name: string, probe: Probe | undefined): MediaFacts | Pick<Unreadable, "because"> {
  if (probe) return probe.isReadable ? probe.facts : probe;
  const contentType = TYPES[extension(name)];
  if (!contentType) return { because: "unknown-kind" };
  return { kind: contentType.startsWith("video/") ? "video" : "image", contentType };
}

function unreadable(name: string, because: Unreadable["because"], say: Say): Wording {
  return because === "damaged"
    ? say("mediaDamaged", { value: name })
    : say("mediaKind", { value: name, extensions: Object.keys(TYPES).join(", ") });
}

/** By extension, for files that nobody could look into. */
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

function extension(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}
