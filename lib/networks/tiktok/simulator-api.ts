import { setTimeout } from "node:timers/promises";
import { ConnectionDroppedError, type TroubleSwitches } from "../simulator.ts";
import { traceIds } from "../simulator-trace.ts";
import type { TokenIssuer } from "./simulator-oauth.ts";
import { creatorInfo, initPhotos, initVideo } from "./simulator-publish.ts";
import { type Endpoint, SlidingMinute } from "./simulator-rates.ts";
import { listVideos, queryVideos, RAW_ID, readStatus, readUser } from "./simulator-reading.ts";
import { missingScope, noSuchPath, Refusal, rateLimited, serverError, unauthorized } from "./simulator-refusal.ts";
import { isLastChunk, takeChunk } from "./simulator-upload.ts";
import type { World } from "./simulator-world.ts";
import { TOKEN_PATH } from "./wire.ts";

interface Surroundings {
  readonly world: World;
  readonly trouble: TroubleSwitches;
  readonly tokens: TokenIssuer;
}

interface Route {
  readonly endpoint: Endpoint;
  readonly method: "GET" | "POST";
  /** Makes something that other people see: the trouble of accepting applies. */
  readonly isPublic?: boolean;
  readonly answer: (url: URL, body: unknown, world: World) => object | Promise<object>;
}

const ROUTES: Readonly<Record<string, Route>> = {
  "/v2/post/publish/creator_info/query/": {
    endpoint: "creatorInfo",
    method: "POST",
    answer: (_url, _body, world) => creatorInfo(world),
  },
  "/v2/post/publish/video/init/": {
    endpoint: "videoInit",
    method: "POST",
    answer: (_url, body, world) => initVideo(body, world),
  },
  "/v2/post/publish/content/init/": {
    endpoint: "photoInit",
    method: "POST",
    isPublic: true,
    answer: (_url, body, world) => initPhotos(body, world),
  },
  "/v2/post/publish/status/fetch/": {
    endpoint: "status",
    method: "POST",
    answer: (_url, body, world) => readStatus(body, world),
  },
  "/v2/user/info/": { endpoint: "userInfo", method: "GET", answer: (url, _body, world) => readUser(url, world) },
  "/v2/video/list/": { endpoint: "videoList", method: "POST", answer: listVideos },
  "/v2/video/query/": { endpoint: "videoQuery", method: "POST", answer: queryVideos },
};

type Trouble =
  | "rateLimit"
  | "tokenExpired"
  | "missingScope"
  | "errorBeforeAccept"
  | "errorAfterAccept"
  | "dropAfterAccept";

/** The API of TikTok, and its upload host. */
export class TikTokApi {
  readonly #around: Surroundings;
  readonly #minute: SlidingMinute;
  readonly #nextTrace: () => Buffer;

  constructor(around: Surroundings) {
    const { behaviour, options } = around.world;
    this.#around = around;
    this.#minute = new SlidingMinute(behaviour.rateLimitFactor);
    this.#nextTrace = traceIds(options.channel);
  }

  async handle(request: Request): Promise<Response> {
    const { trouble, tokens } = this.#around;
    if (trouble.slowMs > 0) await setTimeout(trouble.slowMs);
    const url = new URL(request.url);
    if (request.method === "PUT" && url.pathname === "/video/") return await this.#upload(request);
    if (request.method === "POST" && url.pathname === TOKEN_PATH) return Response.json(await tokens.answer(request));
    try {
      return this.#answer(200, await this.#carryOut(request, url));
    } catch (error) {
      if (error instanceof Refusal) return this.#answer(error.status, {}, error);
      throw error;
    }
  }

  async #carryOut(request: Request, url: URL): Promise<object> {
    const { world, tokens } = this.#around;
    const route = ROUTES[url.pathname];
    if (route?.method !== request.method) throw noSuchPath();
    const text = await request.text();
    if (this.#takes("tokenExpired") || !tokens.takes(request)) throw unauthorized();
    if (this.#takes("missingScope")) throw missingScope();
    if (this.#takes("rateLimit") || !this.#minute.grants(route.endpoint, world.now())) throw rateLimited();
    if (route.isPublic && this.#takes("errorBeforeAccept")) throw serverError();
    const data = await route.answer(url, readBody(text), world);
    if (route.isPublic) this.#betray();
    return data;
  }

  /**
   * TikTok's upload host knows no tokens: that it answers 401 and 403 as here when somebody takes the app's permission
   * away is a guess, and that it limits requests, too.
   */
  async #upload(request: Request): Promise<Response> {
    const { world } = this.#around;
    const headers = { "x-tt-logid": this.#traceId() };
    const isLast = isLastChunk(request, world);
    const refused = this.#refusesUpload(isLast);
    if (refused !== undefined) return new Response(null, { status: refused, headers });
    const taken = await takeChunk(request, world);
    if (isLast && taken.status === 201 && this.#takes("dropAfterAccept")) throw new ConnectionDroppedError();
    const status = isLast && taken.status === 201 && this.#takes("errorAfterAccept") ? 500 : taken.status;
    return new Response(null, { status, headers: { ...Object.fromEntries(taken.headers), ...headers } });
  }

  #refusesUpload(isLast: boolean): number | undefined {
    if (this.#takes("rateLimit")) return 429;
    if (this.#takes("tokenExpired")) return 401;
    if (this.#takes("missingScope")) return 403;
    return isLast && this.#takes("errorBeforeAccept") ? 500 : undefined;
  }

  /** The thing exists by now; our side is not to learn of it. */
  #betray(): void {
    if (this.#takes("dropAfterAccept")) throw new ConnectionDroppedError();
    if (this.#takes("errorAfterAccept")) throw serverError();
  }

  #takes(kind: Trouble): boolean {
    const { trouble } = this.#around;
    if (trouble[kind] <= 0) return false;
    trouble[kind]--;
    return true;
  }

  #answer(status: number, data: object, refusal?: Refusal): Response {
    const error = { code: refusal?.code ?? "ok", message: refusal?.message ?? "", log_id: this.#traceId() };
    const text = JSON.stringify({ data, error }).replaceAll(RAW_ID, "$1");
    return new Response(text, { status, headers: { "content-type": "application/json; charset=utf-8" } });
  }

  #traceId(): string {
    return this.#nextTrace().toString("hex").slice(0, 34).toUpperCase();
  }
}

function readBody(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
