import { csvLine } from "#lib/app/publishing/calendar/csv-line.ts";

export interface Row {
  readonly id: string;
  /** Seconds from now. */
  readonly dueIn: number;
  readonly channels: string;
  readonly text: string;
  readonly media?: string;
  readonly privacy?: string;
}

const COLUMNS = ["id", "date", "time", "timezone", "channels", "text", "media", "privacy"];

/** A calendar whose rows fall due within seconds. */
export function dueSoon(...rows: readonly Row[]): string {
  const lines = rows.map(({ id, dueIn, channels, text, media = "", privacy = "" }) => {
    const due = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + dueIn * 1_000).toISOString();
    return [id, due.slice(0, 10), due.slice(11, 19), "UTC", channels, text, media, privacy];
  });
  return [COLUMNS, ...lines].map(csvLine).join("");
}
