import { remembered } from "../../../remembered.ts";

/** A time of day. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** `17:45`, `17:45:30`, `17h45`, `17h`, `5:45 PM`, `5 pm`, and a spreadsheet's fraction of a day. */
export const readClock = remembered((written): Clock | undefined => {
  const cell = written.replace(/\s+/g, " ").trim().toLowerCase();
  return readFraction(cell) ?? readTwelveHours(cell) ?? readDayHours(cell);
});

function readDayHours(cell: string): Clock | undefined {
  const match = /^(\d{1,2})(?: ?: ?| ?h ?)(\d{2})?(?::(\d{2})(?:[.,]\d+)?)?$/.exec(cell);
  if (!match || (match[2] === undefined && !cell.includes("h"))) return undefined;
  return clock(Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0));
}

function readTwelveHours(cell: string): Clock | undefined {
  const match = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))? ?([ap])\.? ?m\.?$/.exec(cell);
  const hour = Number(match?.[1]);
  if (!match || hour < 1 || hour > 12) return undefined;
  return clock((hour % 12) + (match[4] === "p" ? 12 : 0), Number(match[2] ?? 0), Number(match[3] ?? 0));
}

function readFraction(cell: string): Clock | undefined {
  if (!/^0[.,]\d+$/.test(cell)) return undefined;
  const seconds = Math.round(Number(cell.replace(",", ".")) * 86_400);
  return clock(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60);
}

function clock(hour: number, minute: number, second: number): Clock | undefined {
  return hour < 24 && minute < 60 && second < 60 ? { hour, minute, second } : undefined;
}
