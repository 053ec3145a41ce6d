import type * as z from "zod";
import { OutcomeUnknownError } from "../errors.ts";
import type { HttpRequest, HttpResponse } from "../http.ts";
import type { NetworkContext } from "../network.ts";
import { explainAnswer } from "./errors.ts";
import { API_ORIGIN } from "./wire.ts";

interface Call<Answer> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly answer: z.ZodType<Answer>;
}

export async function get<Answer>(call: Call<Answer>, context: NetworkContext): Promise<Answer> {
  return understand(call, await send("GET", call, context), context);
}

/** @throws OutcomeUnknownError also for a success that does not tell what was made. */
export async function post<Answer>(
  call: Call<Answer> & { readonly body: FormData | object },
  context: NetworkContext,
): Promise<Answer> {
  const { body } = call;
  if (body instanceof FormData) return understand(call, await send("POST", call, context, { body }), context);
  const headers = { "content-type": "application/json" };
  return understand(call, await send("POST", call, context, { body: JSON.stringify(body), headers }), context);
}

function send(
  method: "GET" | "POST",
  { path, query = {} }: Pick<Call<unknown>, "path" | "query">,
  { http, credentials }: NetworkContext,
  content: Pick<HttpRequest, "body" | "headers"> = {},
): Promise<HttpResponse> {
  const url = new URL(path, API_ORIGIN);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  const headers = { ...content.headers, authorization: `Bearer ${credentials.accessToken}` };
  return http({ method, url, headers, body: content.body });
}

function understand<Answer>({ path, answer }: Call<Answer>, response: HttpResponse, { now }: NetworkContext): Answer {
  if (response.status < 200 || response.status > 299) throw explainAnswer(response, now());
  const understood = answer.safeParse(readJson(response.text));
  if (understood.success) return understood.data;
  throw new OutcomeUnknownError(`X answered ${response.status} to ${path} with something unexpected`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
