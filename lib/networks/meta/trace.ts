import type { HttpResponse } from "../http.ts";
import { readGraphError } from "./graph-error.ts";

/**
 * Graph's trace id: in the body of an error, and in a header of every answer. Meta asks for it in a report
 * (https://developers.facebook.com/docs/graph-api/guides/error-handling).
 */
export function traceOf({ headers, text }: HttpResponse): string | undefined {
  const named = headers.get("x-fb-trace-id") ?? headers.get("x-fb-request-id") ?? undefined;
  return readGraphError(text)?.fbtrace_id ?? named;
}
