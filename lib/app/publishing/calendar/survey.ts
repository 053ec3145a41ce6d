import { columnNamed, compact, isFrenchName } from "#lib/domain/publishing/calendar/column-names.ts";
import { type DateEvidence, decideOrder, observed } from "#lib/domain/publishing/calendar/dates/date-order.ts";
import { readMoment } from "#lib/domain/publishing/calendar/dates/written-date.ts";
import {
  type CalendarHeader,
  impliedHeader,
  type RefusedHeader,
  readHeader,
} from "#lib/domain/publishing/calendar/header.ts";
import { channelsMissing, mayBeMissing, missingProblem } from "#lib/domain/publishing/calendar/header-problems.ts";
import { type FileHints, isPreamble, readHint } from "#lib/domain/publishing/calendar/hints.ts";
import { type Language, type Say, sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import type { HeaderContext } from "#lib/domain/publishing/calendar/named-columns.ts";
import { type CalendarProblem, isError, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { CsvRecord } from "./csv-record.ts";
import type { FileDefaults, FileRules } from "./file-rules.ts";
import { UnreadableCalendarError } from "./unreadable-calendar-error.ts";

/** What reading a file once from beginning to end has shown. */
export type Survey = SurveyedFile | RefusedFile;

export interface SurveyedFile {
  readonly ok: true;
  readonly header: CalendarHeader;
  /** The lines above the header. */
  readonly preamble: readonly (readonly string[])[];
  readonly rules: FileRules;
}

export interface RefusedFile {
  readonly ok: false;
  readonly problems: readonly CalendarProblem[];
  readonly say: Say;
}

/** Gathers, record by record, what holds for the whole file; its memory does not grow with the file. */
export class Surveyor {
  readonly #defaults: FileDefaults;
  readonly #context: Omit<HeaderContext, "say">;
  readonly #preamble: (readonly string[])[] = [];
  readonly #problems: CalendarProblem[] = [];
  #hints: FileHints = {};
  #language: Language;
  #header: CalendarHeader | RefusedHeader | undefined;
  #evidence: DateEvidence = {};
  #headerLine = 1;
  #rowCount = 0;
  #lastRow: { readonly line: number; readonly width: number } | undefined;
  /** Cells of the shortest row but the last. */
  #shortest = Number.POSITIVE_INFINITY;
  #foreignKeys: readonly string[] = [];

  constructor(defaults: FileDefaults, context: Omit<HeaderContext, "say">) {
    this.#defaults = defaults;
    this.#context = context;
    this.#language = defaults.language ?? "en";
  }

  get say(): Say {
    return sayIn(this.#language);
  }

  /** @returns false when the rest of the file does not matter any more. */
  add(record: CsvRecord): boolean {
    if (this.#header) this.#addRow(record);
    else if (isPreamble(record.cells)) this.#addHint(record);
    else this.#addHeader(record);
    return this.#header?.ok ?? true;
  }

  #addHint({ cells, line }: CsvRecord): void {
    const { hints, problem } = readHint(cells, this.say);
    this.#preamble.push(cells);
    this.#hints = { ...this.#hints, ...hints };
    this.#language = this.#hints.language ?? this.#language;
    if (problem) this.#problems.push(onLine(line, problem));
  }

  #addHeader(record: CsvRecord): void {
    const { cells, line } = record;
    this.#headerLine = line;
    if (isPost(cells)) {
      this.#header = impliedHeader();
      this.#addRow(record);
      return;
    }
    const isFrench = cells.filter(isFrenchName).length > cells.filter(isEnglishName).length;
    this.#language = this.#hints.language ?? this.#defaults.language ?? (isFrench ? "fr" : "en");
    this.#header = readHeader(cells, line, { say: this.say, ...this.#context });
  }

  #addRow(record: CsvRecord): void {
    if (!this.#header?.ok) return;
    const { positions, hasForeignKeys } = this.#header;
    this.#rowCount += 1;
    this.#shortest = Math.min(this.#shortest, this.#lastRow?.width ?? this.#shortest);
    const { line, width } = record;
    this.#lastRow = { line, width };
    this.#evidence = observed(this.#evidence, cellOf(record, positions.get("date")), line);
    const key = hasForeignKeys ? cellOf(record, positions.get("channels")) : "";
    if (this.#foreignKeys.length < 2 && !this.#foreignKeys.includes(key))
      this.#foreignKeys = [...this.#foreignKeys, key];
  }

  /**
   * @param isOpenEnded the file does not end with a line end.
   * @throws UnreadableCalendarError when there is no row.
   */
  conclude(isOpenEnded: boolean): Survey {
    const header = this.#header;
    const wrongHints = this.#problems.filter(isError);
    if (wrongHints.length > 0) return { ok: false, problems: wrongHints, say: this.say };
    if (!header) throw new UnreadableCalendarError("fileEmpty", 1);
    if (!header.ok) return { ...header, say: this.say };
    if (this.#rowCount === 0) throw new UnreadableCalendarError("fileHeaderOnly", 1);
    const missing = this.#missing(header);
    if (missing.length > 0) return { ok: false, problems: missing, say: this.say };
    const warnings = [...this.#problems, ...header.warnings];
    return {
      ok: true,
      header: { ...header, warnings },
      preamble: this.#preamble,
      rules: this.#rules(header, isOpenEnded),
    };
  }

  #rules({ cells }: CalendarHeader, isOpenEnded: boolean): FileRules {
    const custom = isHighLevel(cells) ? "month-first" : undefined;
    const { dateOrder: hint, timeZone, channels, approval, imageFit, lateness, cancelMissing } = this.#hints;
    const isCut = isOpenEnded && this.#lastRow !== undefined && this.#lastRow.width < this.#shortest;
    return {
      say: this.say,
      namesCalendar: this.#hints.calendar !== undefined,
      dateOrder: decideOrder({ hint, evidence: this.#evidence, language: this.#language, custom }),
      timeZone: timeZone ?? this.#defaults.timeZone,
      defaultChannels: channels ?? this.#defaults.channels ?? "",
      ignoresChannelColumn: this.#ignoresForeignKeys(),
      approval,
      imageFit,
      lateness,
      cancelMissing,
      isOpenEnded,
      // Many programs write no line end at the end, and some leave out empty cells; both, and only there, is a cut.
      cutLine: isCut && Number.isFinite(this.#shortest) ? this.#lastRow?.line : undefined,
    };
  }

  /** Another tool's key for one and the same channel in all rows: then the default channel is that one. */
  #ignoresForeignKeys(): boolean {
    const hasDefault = Boolean(this.#hints.channels ?? this.#defaults.channels);
    return hasDefault && Boolean(this.#header?.ok && this.#header.hasForeignKeys) && this.#foreignKeys.length === 1;
  }

  #missing(header: CalendarHeader): readonly CalendarProblem[] {
    const { positions } = header;
    const context = { say: this.say, ...this.#context };
    const line = this.#headerLine;
    const hasTime =
      positions.has("time") || this.#evidence.timedLine !== undefined || mayBeMissing("time", header.cells, context);
    const hasChannels = positions.has("channels") || Boolean(this.#hints.channels ?? this.#defaults.channels);
    return [
      ...(hasTime ? [] : [onLine(line, missingProblem("time", header.cells, this.say))]),
      ...(hasChannels ? [] : [onLine(line, channelsMissing(header.cells, context))]),
    ];
  }
}

/** A first record that is a post already: a date with a time, a text, perhaps a link. */
function isPost(cells: readonly string[]): boolean {
  const filled = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== "") + 1);
  return filled.length >= 2 && filled.length <= 3 && Boolean(readMoment(filled[0] ?? "")?.time);
}

function isEnglishName(name: string): boolean {
  return !isFrenchName(name) && columnNamed(name) !== undefined;
}

/** Its documentation has the month first (https://help.hoopai.com/marketing/social-csv-import). */
function isHighLevel(cells: readonly string[]): boolean {
  const names = cells.map(compact);
  return names.some((name) => name.startsWith("postatspecifictime")) && names.includes("content");
}

function cellOf(record: CsvRecord, [position]: readonly number[] = []): string {
  return position === undefined ? "" : record.cell(position).trim();
}
