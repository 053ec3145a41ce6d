import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { delimitedLine } from "#lib/app/publishing/calendar/csv-line.ts";
import { publicationIdOf } from "#lib/app/publishing/calendar/identity.ts";

/** What the calendar is called. */
export const CALENDAR = "bench";

const COLUMNS = [
  ...["id", "date", "time", "timezone", "channels", "text"],
  ...["link", "media", "alt_text", "campaign", "tags", "objective"],
];

/** Rows are gathered into pieces of about this many characters before they are written. */
const PIECE_LENGTH = 1 << 20;

/**
 * Writes a calendar as Excel saves one: CRLF between rows, LF inside cells; quotation marks, separators and emoji in texts.
 * The same number of rows is the same file.
 */
export async function generateCalendar(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(pieces(rows)), createWriteStream(path));
}

function* pieces(rows: number): Generator<string> {
  let piece = `\uFEFF${delimitedLine(COLUMNS, ",")}`;
  for (let row = 0; row < rows; row++) {
    piece += delimitedLine(cellsOf(row), ",");
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

const ZONES = ["Europe/Paris", "Europe/Paris", "Europe/London", "America/New_York", ""];

/** One post in three goes to two channels. */
const CHANNELS = ["facebook/lumiere", "instagram/lumiere; facebook/lumiere", "x/lumiere"];

const OBJECTIVES = ["awareness", "community", "sales", "education"];

const SENTENCES = [
  "Bonjour Lyon ! Les croissants sortent du four à 7 h. ☀️🥐",
  'Goûtez notre "bugne" du jour, dorée, légère, et sucrée juste ce qu’il faut.',
  "Qui passe en premier ? 👩‍🍳\n\nOn garde une place au chaud.",
  "Ouvert dimanche de 8 h à 13 h; fermé lundi. #boulangerie #lyon",
];

/** Entries of one part, as an import writes them. */
const ENTRIES_PER_PART = 1_000;

/** Of so many rows one more was in the upload before. */
export const ROWS_FOR_ONE_GONE = 100;

/**
 * Writes what the upload before this one has asked for, a part a line, as the manifests of imports are stored: the same
 * rows, and one in a hundred that is gone.
 */
export async function generateManifest(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(manifestParts(rows)), createWriteStream(path));
}

function* manifestParts(rows: number): Generator<string> {
  let entries: StoredEntry[] = [];
  for (let row = 0; row < rows; row++) {
    const rowIds = row % ROWS_FOR_ONE_GONE === 0 ? [`row-${row}`, `gone-${row}`] : [`row-${row}`];
    const channelIds = pick(CHANNELS, row).split("; ");
    entries.push(...rowIds.flatMap((rowId) => channelIds.map((channelId) => entryOf(rowId, channelId))));
    if (entries.length < ENTRIES_PER_PART) continue;
    yield `${JSON.stringify(entries)}\n`;
    entries = [];
  }
  yield `${JSON.stringify(entries)}\n`;
}

type StoredEntry = readonly [publicationId: string, rowId: string, dueAt: number];

function entryOf(rowId: string, channelId: string): StoredEntry {
  return [publicationIdOf(CALENDAR, rowId, channelId), rowId, YEAR_BEGINS];
}

const YEAR_BEGINS = Date.UTC(2027, 0, 1);
const DAY_MS = 86_400_000;

function cellsOf(row: number): string[] {
  const minute = row % 1440;
  const day = new Date(YEAR_BEGINS + (Math.floor(row / 1440) % 365) * DAY_MS).toISOString().slice(0, 10);
  // Hours that clocks neither skip nor repeat.
  const time = `${String(6 + Math.floor(minute / 90)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const text = `${pick(SENTENCES, row)} ${pick(SENTENCES, row + 1)} (${row})`;
  return [
    ...[`row-${row}`, day, time, pick(ZONES, row), pick(CHANNELS, row), text],
    row % 2 === 0 ? `https://lumiere.example/pains?offre=${row % 500}` : "",
    row % 3 === 2 && row % 2 === 0 ? "" : `photo-${row % 200}.jpg`,
    row % 3 === 2 && row % 2 === 0 ? "" : "Un croissant, vu de près",
    `saison ${row % 12}`,
    "pain; lyon",
    pick(OBJECTIVES, row),
  ];
}

function pick<T>(choices: readonly [T, ...T[]] | readonly T[], row: number): T {
  const choice = choices[row % choices.length];
  if (choice === undefined) throw new Error("there is nothing to choose from");
  return choice;
}
