import type { DraftMedia } from "../draft.ts";
import type { MediaFacts, Probe } from "../media-facts.ts";
import { type MediaReference, mediaReferences } from "./media-references.ts";
import type { Wording } from "./messages/catalogue.ts";
import type { Say } from "./messages/say.ts";
import { allOf, type CellProblem } from "./problem.ts";

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
  | {
      readonly found: false;
      /** A file whose name differs only in case. */
      readonly similar?: string;
      /** Why nothing could be fetched from its address. */
      readonly refusal?: FetchRefusal;
    };

/** `not-public`: no address on the public internet that begins with `https://`. `no-media`: neither image nor video. */
export type FetchRefusal = "not-public" | "not-found" | "unreachable" | "too-large" | "too-slow" | "no-media";

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
  readonly lookUp: (file: MediaReference) => MediaLookup;
  readonly say: Say;
}

/**
 * Reads the cells `media` and `alt_text` (descriptions separated by `|`, in the order of the files; an empty one leaves
 * a file without).
 */
export function readMedia(cells: MediaCells, context: MediaContext): MediaRead {
  if (cells.media === "" && cells.alt_text === "") return NO_MEDIA;
  const named = mediaReferences(cells.media);
  const altTexts = readAltTexts(cells.alt_text, named.length);
  const read = named.map((file, index) => readFile(file, altTexts[index], context));
  const problems = allOf(...read.map((file) => file.problems));
  const media = read.flatMap((file) => file.media ?? []);
  if (altTexts.length <= named.length) return { media, problems };
  const wording = context.say("altTextSurplus", { count: altTexts.length, files: named.length });
  return { media, problems: [...problems, { column: "alt_text", ...wording }] };
}

const NO_MEDIA: MediaRead = { media: [], problems: [] };

/** Publer writes `||` between them. */
function readAltTexts(written: string, fileCount: number): readonly string[] {
  if (written === "") return [];
  if (!written.includes("|")) return [written];
  const texts = written.split("|").map((text) => text.trim());
  const doubled = written.split("||").map((text) => text.trim());
  const isDoubled = texts.length > fileCount && doubled.length > 1 && doubled.length <= fileCount;
  return isDoubled ? doubled : texts;
}

interface FileRead {
  readonly media?: DraftMedia;
  readonly problems: readonly CellProblem[];
}

function readFile(file: MediaReference, altText: string | undefined, { lookUp, say }: MediaContext): FileRead {
  const { name, written } = file;
  const looked = lookUp(file);
  const problem = { column: "media", value: written };
  if (!looked.found) return absentFile({ name, altText, problem }, looked, say);
  const facts = factsOf(name, looked.probe);
  if ("because" in facts) return { problems: [{ ...problem, ...unreadable(name, facts.because, say) }] };
  const media = { name: looked.name ?? name, sizeBytes: looked.sizeBytes, ...facts, ...(altText && { altText }) };
  // Fetched from its address, it has another name; nothing needs to be said of that.
  if (file.address === undefined || media.name !== name) return { media, problems: [] };
  const wording = say("mediaAddress", { value: written, file: name });
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
  { similar, refusal }: Extract<MediaLookup, { found: false }>,
  say: Say,
): FileRead {
  if (refusal) return { problems: [{ ...problem, ...notFetched(problem.value, refusal, say) }] };
  if (similar) return { problems: [{ ...problem, ...say("mediaMisspelt", { value: name, similar }) }] };
  const facts = factsOf(name, undefined);
  if ("because" in facts) return { problems: [{ ...problem, ...say("mediaMissing", { value: name }) }] };
  const media = { name, sizeBytes: 0, isAwaited: true, ...facts, ...(altText && { altText }) };
  return { media, problems: [{ ...problem, ...say("mediaAwaited", { value: name }), severity: "warning" }] };
}

function notFetched(value: string | undefined, refusal: FetchRefusal, say: Say): Wording {
  if (refusal === "not-public") return say("addressNotPublic", { value: value ?? "" });
  return say("addressNotFetched", { value: value ?? "", why: say.word(REFUSALS[refusal]) });
}

const REFUSALS = {
  "not-found": "fetchNotFound",
  unreachable: "fetchUnreachable",
  "too-large": "fetchTooLarge",
  "too-slow": "fetchTooSlow",
  "no-media": "fetchNoMedia",
} as const;

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
