import type * as z from "zod";
import {
  ContentRejectedError,
  DuplicateContentError,
  type NetworkError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "../errors.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import type { NetworkContext } from "../network.ts";
import { retryAfterDate } from "../retry-after.ts";
import { API_ORIGIN, Failure } from "./wire.ts";

interface Call<Answer> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: HttpRequest["body"];
  readonly contentType?: string;
  readonly answer: z.ZodType<Answer>;
}

/** One request, one answer, no retry. @throws NetworkError */
export async function call<Answer>(asked: Call<Answer>, { http, credentials, now }: NetworkContext): Promise<Answer> {
  const { method, path, query = {}, body, contentType = "application/json", answer } = asked;
  const url = new URL(path, API_ORIGIN);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers = { authorization: `Bearer ${credentials.accessToken}`, "content-type": contentType };
  const response = await http({ method, url, headers, body });
  if (response.status < 200 || response.status > 299) throw explain(response, now());
  const understood = answer.safeParse(readJson(response.text));
  if (understood.success) return understood.data;
  // A success that does not say what was made may or may not have made it.
  throw new OutcomeUnknownError(`Sample answered ${response.status} to ${path} with something unexpected`);
}

/** Only what the network itself and clearly refused is a refusal. Everything else stays unknown. */
function explain({ status, headers, text }: HttpResponse, now: Date): NetworkError {
  const error = Failure.safeParse(readJson(text)).data?.error;
  const reason = `Sample answered ${status}: ${error?.message ?? "no readable reason"}`;
  const code = error ? `${status}/${error.code}` : String(status);
  if (status === 401) return new TokenRejectedError(reason, { code });
  if (status === 429) return new RateLimitedError(reason, { code, retryAt: retryAfterDate(headers, now) });
  if (error && status === 409) return new DuplicateContentError(reason, { code });
  if (error && [400, 403, 404, 422].includes(status)) return new ContentRejectedError(reason, { code });
  return new OutcomeUnknownError(reason, { code });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
