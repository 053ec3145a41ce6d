import type { HttpResponse } from "../http.ts";
import { readEnvelope } from "./errors.ts";

/** Every answer of the API has it in its body, those of the upload host only in a header; TikTok's support asks for it. */
export function traceOf({ headers, text }: HttpResponse): string | undefined {
  return readEnvelope(text)?.log_id ?? headers.get("x-tt-logid") ?? undefined;
}
