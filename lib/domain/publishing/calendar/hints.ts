import type { ImageFit } from "../image-copy.ts";
import type { Lateness } from "../lateness.ts";
import { readApproval } from "./approval.ts";
import { columnNamed, compact } from "./column-names.ts";
import type { DateOrder } from "./dates/date-order.ts";
import { readTimeZone } from "./dates/time-zone.ts";
import { readLateness } from "./lateness.ts";
import { LONGEST_NAME } from "./limits.ts";
import type { Language, Say } from "./messages/say.ts";
import { readImageFit } from "./options.ts";
import type { CellProblem } from "./problem.ts";

/** What lines such as `#timezone: Europe/Paris` above the header say for the whole file. */
export interface FileHints {
  /** What the calendar is called, whatever its file is. */
  readonly calendar?: string;
  readonly timeZone?: string;
  /** As it would stand in the column `channels`. */
  readonly channels?: string;
  readonly dateOrder?: DateOrder;
  readonly language?: Language;
  /** Whether rows need an approval that do not say it. */
  readonly approval?: boolean;
  /** What is done with the images of rows that do not say it. */
  readonly imageFit?: ImageFit;
  /** How late the posts of rows that do not say it may go out. */
  readonly lateness?: Lateness;
  /** Whether what earlier uploads have planned, and this file does not name, is to be cancelled. */
  readonly cancelMissing?: "yes" | "no";
}

export interface HintRead {
  readonly hints: FileHints;
  readonly problem?: CellProblem;
}

/** A line above the header: a hint, a remark, or the `sep=;` by which Excel learns the separator. */
export function isPreamble(cells: readonly string[]): boolean {
  const [first = "", ...others] = cells.map((cell) => cell.trim());
  // A header may begin with a column that is called #.
  if (first.startsWith("#")) return others.filter(columnNamed).length < 2;
  return /^sep=/i.test(first);
}

const NAMES: Readonly<Record<string, keyof FileHints>> = {
  calendar: "calendar",
  calendrier: "calendar",
  timezone: "timeZone",
  tz: "timeZone",
  fuseau: "timeZone",
  fuseauhoraire: "timeZone",
  channel: "channels",
  channels: "channels",
  canal: "channels",
  canaux: "channels",
  dates: "dateOrder",
  date: "dateOrder",
  language: "language",
  langue: "language",
  approval: "approval",
  approbation: "approval",
  validation: "approval",
  imagefit: "imageFit",
  cadrage: "imageFit",
  iflate: "lateness",
  siretard: "lateness",
  cancelmissing: "cancelMissing",
  annulerabsents: "cancelMissing",
  annulerlesabsents: "cancelMissing",
};

/** Reads one line above the header. A list of channels may have been split into cells by the file's own separator. */
export function readHint(cells: readonly string[], say: Say): HintRead {
  const line = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(", ");
  const match = /^#\s*([\p{L} _-]+?)\s*[:=]\s*(.*)$/su.exec(line);
  if (!match) return { hints: {} };
  const [, name = "", value = ""] = match;
  const hint = NAMES[compact(name)];
  if (hint) return READERS[hint](value, say);
  return {
    hints: {},
    problem: { column: "", value: line, ...say("hintUnknown", { value: line }), severity: "warning" },
  };
}

const READERS: Readonly<Record<keyof FileHints, (value: string, say: Say) => HintRead>> = {
  calendar(value, say) {
    const calendar = value.replace(/\.csv$/i, "").trim();
    if (calendar !== "" && calendar.length <= LONGEST_NAME && !/\p{Cc}/u.test(calendar)) return { hints: { calendar } };
    return { hints: {}, problem: { column: "", value, ...say("hintCalendar", { value, most: LONGEST_NAME }) } };
  },
  timeZone(value, say) {
    const zone = readTimeZone(value, say);
    return "value" in zone ? { hints: { timeZone: zone.value } } : { hints: {}, problem: zone.problem };
  },
  channels: (value) => ({ hints: { channels: value } }),
  dateOrder(value, say) {
    const letters = value.toLowerCase().replace(/[^a-z]/g, "");
    if (/^(d|j)+m+/.test(letters)) return { hints: { dateOrder: "day-first" } };
    if (/^m+(d|j)+/.test(letters)) return { hints: { dateOrder: "month-first" } };
    return { hints: {}, problem: { column: "date", value, ...say("hintDates", { value }) } };
  },
  language(value, say) {
    const language = languageNamed(value);
    if (language) return { hints: { language } };
    return { hints: {}, problem: { column: "", value, ...say("hintLanguage", { value }) } };
  },
  approval(value, say) {
    const read = readApproval(value, say);
    return "problem" in read ? { hints: {}, problem: read.problem } : { hints: { approval: read.wanted } };
  },
  imageFit(value, say) {
    const read = readImageFit(value, say);
    return "problem" in read ? { hints: {}, problem: read.problem } : { hints: read };
  },
  lateness(value, say) {
    const read = readLateness(value, say);
    return "problem" in read ? { hints: {}, problem: read.problem } : { hints: read };
  },
  cancelMissing(value, say) {
    const word = compact(value);
    if (word === "yes" || word === "oui") return { hints: { cancelMissing: "yes" } };
    if (word === "no" || word === "non") return { hints: { cancelMissing: "no" } };
    return { hints: {}, problem: { column: "", value, ...say("hintCancelMissing", { value }) } };
  },
};

export function languageNamed(written: string): Language | undefined {
  const name = written.trim().toLowerCase();
  if (/^(fr|fr[-_].*|français|francais|french)$/.test(name)) return "fr";
  return /^(en|en[-_].*|english|anglais)$/.test(name) ? "en" : undefined;
}
