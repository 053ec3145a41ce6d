import type { HttpResponse } from "../http.ts";

/** X names every answer of its API in this header; a report about one quotes it (https://devcommunity.x.com). */
export function traceOf({ headers }: HttpResponse): string | undefined {
  return headers.get("x-transaction-id") ?? undefined;
}
