import { remembered } from "../../../remembered.ts";

/** A date as it is written, before anybody knows the order of its day and month. */
export type WrittenDate =
  | { readonly is: "certain"; readonly year: number; readonly month: number; readonly day: number }
  | { readonly is: "ordered"; readonly first: number; readonly second: number; readonly year: number };

/** What a date cell says: a date, and perhaps a time and an offset behind it. */
export interface Moment {
  readonly date: WrittenDate;
  /** `""` where the cell holds a date alone. */
  readonly time: string;
  /** `Z`, `+01:00`: then the cell names an instant by itself. */
  readonly offset?: string;
}

/** A date in figures, its two separators alike, and whatever stands behind it. */
const FIGURES = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:(?:T| ?, ?| à | at | )(.+))?$/i;

/** Reads a date cell; undefined when it is none of the shapes that leave no doubt, or at most one about the order. */
export const readMoment = remembered((written): Moment | undefined => {
  const cell = written.replace(/\s+/g, " ").trim();
  const match = FIGURES.exec(cell);
  if (!match) return readSerial(cell);
  const [, first = "", separator = "", second = "", third = "", behind = ""] = match;
  const date = readDay([first, second, third], separator);
  if (!date) return undefined;
  if (behind === "") return { date, time: "" };
  const [, time = "", offset] = /^(.*?)\s*(Z|[+-]\d{2}:?\d{2}|UTC|GMT)?$/i.exec(behind) ?? [];
  return { date, time, ...(offset && { offset: spelledOffset(offset) }) };
});

function readDay(
  [first, second, third]: readonly [string, string, string],
  separator: string,
): WrittenDate | undefined {
  const [one, two, three] = [Number(first), Number(second), Number(third)];
  if (first.length === 4 && third.length <= 2) return { is: "certain", year: one, month: two, day: three };
  if (third.length !== 4 || first.length > 2) return undefined;
  // Only countries that begin with the day write dots.
  if (separator === ".") return { is: "certain", year: three, month: two, day: one };
  return { is: "ordered", first: one, second: two, year: three };
}

function spelledOffset(written: string): string {
  if (/^[a-z]/i.test(written)) return "Z";
  return written.includes(":") ? written : `${written.slice(0, 3)}:${written.slice(3)}`;
}

/** Excel's day 1 is 1900-01-01, and it believes in 1900-02-29: from then on, days are counted from here. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

const DAY_MS = 86_400_000;

/** A spreadsheet's own number of a day between 2000 and 2099, the time of day as its fraction. */
function readSerial(cell: string): Moment | undefined {
  if (!/^\d{5}([.,]\d+)?$/.test(cell)) return undefined;
  const serial = Number(cell.replace(",", "."));
  if (serial < 36_526 || serial >= 73_051) return undefined;
  const instant = new Date(SERIAL_EPOCH + Math.round(serial * 86_400) * 1000);
  const date = {
    is: "certain",
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    day: instant.getUTCDate(),
  };
  const hasTime = instant.getTime() % DAY_MS !== 0;
  return { date: { ...date, is: "certain" }, time: hasTime ? instant.toISOString().slice(11, 19) : "" };
}
