/**
 * When a server says that we may come back: in seconds, or as an HTTP date.
 *
 * @returns undefined without the header; `unreadable` for one that is neither.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(headers: Headers, now: Date): Date | "unreadable" | undefined {
  const text = headers.get("retry-after")?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return new Date(now.getTime() + Number(text) * 1_000);
  const date = new Date(HTTP_DATE.test(text) ? text : Number.NaN);
  return Number.isNaN(date.getTime()) ? "unreadable" : date;
}

/** `Date` alone would take "-5" for a year. */
const HTTP_DATE = /^[A-Z][a-z]+, .+ GMT$/;

/** The instant alone, for errors that carry it. */
export function retryAfterDate(headers: Headers, now: Date): Date | undefined {
  const told = retryAfter(headers, now);
  return told === "unreadable" ? undefined : told;
}
