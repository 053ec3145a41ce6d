import type * as z from "zod";
import { OutcomeUnknownError } from "../errors.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import type { NetworkContext } from "../network.ts";
import { codeOf, explainAnswer } from "./errors.ts";
import { API_ORIGIN, readJson } from "./wire.ts";

interface Call<Answer> {
  readonly path: string;
  /** What of an object is wanted, where TikTok wants to be told. */
  readonly fields?: readonly string[];
  readonly answer: z.ZodType<Answer>;
}

export async function get<Answer>(call: Call<Answer>, context: NetworkContext): Promise<Answer> {
  return understand(call, await send(call, { method: "GET" }, context), context);
}

/** @throws OutcomeUnknownError also for a success that does not tell what was made. */
export async function post<Answer>(
  call: Call<Answer> & { readonly body?: object },
  context: NetworkContext,
): Promise<Answer> {
  const content = {
    method: "POST",
    body: JSON.stringify(call.body ?? {}),
    headers: { "content-type": "application/json; charset=UTF-8" },
  } as const;
  return understand(call, await send(call, content, context), context);
}

function send(
  { path, fields }: Pick<Call<unknown>, "path" | "fields">,
  content: Pick<HttpRequest, "method" | "body" | "headers">,
  { http, credentials }: NetworkContext,
): Promise<HttpResponse> {
  const url = new URL(path, API_ORIGIN);
  if (fields) url.searchParams.set("fields", fields.join(","));
  return http({ ...content, url, headers: { ...content.headers, authorization: `Bearer ${credentials.accessToken}` } });
}

/** TikTok refuses under the status 200, too. */
function understand<Answer>({ path, answer }: Call<Answer>, response: HttpResponse, { now }: NetworkContext): Answer {
  const { status, text } = response;
  if (status < 200 || status > 299 || codeOf(text) !== undefined) throw explainAnswer(response, now());
  const understood = answer.safeParse(readJson(text));
  if (understood.success) return understood.data;
  throw new OutcomeUnknownError(`TikTok answered ${status} to ${path} with something unexpected`);
}
