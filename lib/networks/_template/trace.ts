import type { HttpResponse } from "../http.ts";

/** https://docs.sample.example/support: every answer has it, and support asks for it. */
export function traceOf({ headers }: HttpResponse): string | undefined {
  return headers.get("x-sample-request-id") ?? undefined;
}
