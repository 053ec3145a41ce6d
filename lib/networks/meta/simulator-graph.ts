import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionDroppedError, type SimulatedChannel, type TroubleSwitches } from "../simulator.ts";
import { appsecretProof } from "./graph.ts";
import { GraphRefusal, invalidParameter } from "./simulator-refusal.ts";
import type { GraphUsageMeter } from "./simulator-usage.ts";

/** One request to Graph, understood. */
export interface GraphRequest {
  readonly method: string;
  /** After the version: `["1755", "feed"]`. */
  readonly path: readonly string[];
  /** Query and body together. */
  readonly params: Readonly<Record<string, string>>;
}

export interface GraphServer {
  readonly channel: SimulatedChannel;
  readonly trouble: TroubleSwitches;
  readonly usage: GraphUsageMeter;
  readonly nextTraceId: () => Buffer;
  /** Whether the request makes something that people can see. */
  isPublic(request: GraphRequest): boolean;
  /** What the token is worth, where it is asked for. @default all that is ever needed, for ever */
  readonly grants?: TokenGrants;
  /** @throws GraphRefusal */
  answer(request: GraphRequest): Promise<object>;
}

export interface TokenGrants {
  readonly tokenScopes?: readonly string[];
  readonly tokenExpiresAt?: Date;
}

/** What every Graph call goes through, whatever it asks for: version, token, proof, usage, trouble. */
export async function serveGraph(server: GraphServer, request: Request): Promise<Response> {
  const { trouble } = server;
  if (trouble.slowMs > 0) await sleep(trouble.slowMs);
  const traceId = `A${server.nextTraceId().toString("base64url").slice(0, 22)}`;
  try {
    server.usage.take();
    const understood = await understand(request);
    authorize(server, request, understood);
    const body = await carryOut(server, understood);
    return respond(server, { status: 200, body, traceId });
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const isThrottled = error.code === server.usage.kind.throttleCode;
    return respond(server, { status: error.status, body: error.toJson(traceId), traceId, isThrottled });
  }
}

async function understand(request: Request): Promise<GraphRequest> {
  const url = new URL(request.url);
  const [version = "", ...path] = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  if (!/^v2\d\.0$/.test(version)) throw new GraphRefusal(2500, `Unknown path components: /${version}`);
  return {
    method: request.method,
    path,
    params: { ...Object.fromEntries(url.searchParams), ...(await bodyParams(request)) },
  };
}

async function bodyParams(request: Request): Promise<Record<string, string>> {
  if (request.method !== "POST") return {};
  const text = await request.text();
  if (!request.headers.get("content-type")?.includes("json")) return Object.fromEntries(new URLSearchParams(text));
  const values: Record<string, unknown> = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function authorize({ channel, trouble, usage }: GraphServer, request: Request, { params }: GraphRequest): void {
  const token = tokenOf(request) ?? params.access_token;
  if (!token)
    throw new GraphRefusal(2500, "An active access token must be used to query information about the current user.");
  if (token !== channel.accessToken) {
    throw new GraphRefusal(190, `Malformed access token ${token}`, { status: 401 });
  }
  if (isNext(trouble, "tokenExpired")) {
    throw new GraphRefusal(190, "Error validating access token: Session has expired", { subcode: 463, status: 401 });
  }
  if (!params.appsecret_proof) throw invalidParameter("API calls from the server require an appsecret_proof argument");
  if (params.appsecret_proof !== appsecretProof(token, channel.appSecret)) {
    throw invalidParameter("Invalid appsecret_proof provided in the API argument");
  }
  if (isNext(trouble, "rateLimit")) throw usage.throttle();
  if (isNext(trouble, "missingScope")) {
    throw new GraphRefusal(200, "(#200) Requires a permission that the app user has not granted", { status: 403 });
  }
}

export function tokenOf(request: Request): string | undefined {
  return /^(?:Bearer|OAuth) (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
}

async function carryOut(server: GraphServer, request: GraphRequest): Promise<object> {
  const { trouble, isPublic, answer } = server;
  if (request.method === "GET" && request.path[0] === "debug_token") return inspect(server, request);
  if (!isPublic(request)) return answer(request);
  if (isNext(trouble, "errorBeforeAccept")) throw ownTrouble();
  const body = await answer(request);
  if (isNext(trouble, "dropAfterAccept")) throw new ConnectionDroppedError("accepted, then dropped");
  if (isNext(trouble, "errorAfterAccept")) throw ownTrouble();
  return body;
}

/** @see https://developers.facebook.com/docs/graph-api/reference/debug_token */
function inspect({ channel, grants = {} }: GraphServer, { params }: GraphRequest): object {
  const { tokenScopes = ALL_SCOPES, tokenExpiresAt } = grants;
  if (params.input_token !== channel.accessToken) throw invalidParameter("You must provide an input_token of your app");
  const expires_at = tokenExpiresAt ? Math.floor(tokenExpiresAt.getTime() / 1000) : 0;
  return { data: { app_id: "1", type: "PAGE", is_valid: true, expires_at, scopes: tokenScopes } };
}

const ALL_SCOPES = [
  "pages_show_list",
  "pages_manage_posts",
  "pages_read_engagement",
  "pages_manage_engagement",
  "instagram_basic",
  "instagram_content_publish",
  "instagram_manage_comments",
];

function ownTrouble(): GraphRefusal {
  const message = "An unexpected error has occurred. Please retry your request later.";
  return new GraphRefusal(2, message, { status: 500, isTransient: true });
}

/** Uses up one of the next requests that a switch applies to. */
function isNext(trouble: TroubleSwitches, name: keyof TroubleSwitches): boolean {
  if (trouble[name] <= 0) return false;
  trouble[name] -= 1;
  return true;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly traceId: string;
  readonly isThrottled?: boolean;
}

/** The usage headers and the trace stand on every answer. */
function respond({ channel, usage }: GraphServer, { status, body, traceId, isThrottled = false }: Answer): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "facebook-api-version": "v26.0",
      "x-fb-trace-id": traceId,
      ...usage.headers(channel.remoteId, isThrottled),
    },
  });
}
