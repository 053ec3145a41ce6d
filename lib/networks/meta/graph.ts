import { createHmac } from "node:crypto";
import type * as z from "zod";
import { OutcomeUnknownError } from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import type { NetworkContext } from "../network.ts";
import { toNetworkError } from "./graph-error.ts";
import { GRAPH_ORIGIN, GRAPH_VERSION } from "./version.ts";

/** Objects and lists travel as JSON inside their parameter. */
export type GraphParams = Readonly<Record<string, string | number | boolean | object | undefined>>;

export interface GraphCall<Answer extends z.ZodType> {
  /** The segments after the version: ids and edges. */
  readonly path: readonly string[];
  readonly params: GraphParams;
  /** The part of the answer that we read. */
  readonly answer: Answer;
}

/**
 * Reads from Graph.
 *
 * @throws NetworkError
 */
export async function graphGet<Answer extends z.ZodType>(
  context: NetworkContext,
  call: GraphCall<Answer>,
): Promise<z.infer<Answer>> {
  const url = graphUrl(call.path);
  for (const [name, value] of signedParams(context, call.params)) url.searchParams.set(name, value);
  return readAnswer(await context.http({ method: "GET", url, headers: authorization(context) }), call.answer, context);
}

/**
 * Writes to Graph, once.
 *
 * @throws NetworkError
 */
export async function graphPost<Answer extends z.ZodType>(
  context: NetworkContext,
  call: GraphCall<Answer>,
): Promise<z.infer<Answer>> {
  const body = new URLSearchParams(signedParams(context, call.params));
  const response = await context.http({
    method: "POST",
    url: graphUrl(call.path),
    headers: authorization(context),
    body,
  });
  return readAnswer(response, call.answer, context);
}

function graphUrl(path: readonly string[]): URL {
  return new URL(`/${[GRAPH_VERSION, ...path.map(encodeURIComponent)].join("/")}`, GRAPH_ORIGIN);
}

/** In a header, because addresses are logged. */
function authorization({ credentials }: NetworkContext): Record<string, string> {
  return { authorization: `Bearer ${credentials.accessToken}` };
}

function signedParams({ credentials }: NetworkContext, params: GraphParams): [string, string][] {
  const proof = credentials.appSecret && appsecretProof(credentials.accessToken, credentials.appSecret);
  return Object.entries({ ...params, appsecret_proof: proof || undefined }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === "object" ? JSON.stringify(value) : String(value)]],
  );
}

/**
 * Proves that a call comes from a server that knows the app's secret.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function appsecretProof(accessToken: string, appSecret: string): string {
  return createHmac("sha256", appSecret).update(accessToken).digest("hex");
}

function readAnswer<Answer extends z.ZodType>(
  response: HttpResponse,
  answer: Answer,
  { credentials, now }: NetworkContext,
): z.infer<Answer> {
  if (response.status < 200 || response.status > 299) throw toNetworkError(response, credentials.accessToken, now());
  const read = answer.safeParse(readJson(response.text));
  if (read.success) return read.data;
  throw new OutcomeUnknownError("Graph answered 200 with something else than promised", { cause: read.error });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
