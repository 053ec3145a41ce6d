import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { ConnectionDroppedError, type SimulatedChannel, type TroubleSwitches } from "../simulator.ts";
import { traceIds } from "../simulator-trace.ts";
import type { ActivitySender } from "./simulator-activity.ts";
import { describeMedia, uploadMedia } from "./simulator-media.ts";
import type { TokenIssuer } from "./simulator-oauth.ts";
import { createPost, readPost, readTimeline } from "./simulator-posts.ts";
import { type Endpoint, RateLimits, type RateState, rateHeaders, usedUp } from "./simulator-rates.ts";
import {
  invalidRequest,
  missingScope,
  noRecipient,
  noSuchPath,
  notFound,
  Refusal,
  rateLimited,
  serverError,
  unauthorized,
} from "./simulator-refusals.ts";
import { conversationOf, type FieldNames, wireDirect, wirePost, wireUser } from "./simulator-wire.ts";
import type { Person, World } from "./simulator-world.ts";
import { TOKEN_PATH } from "./wire.ts";

/** What is not known of the real X, or differs between its accounts. */
export interface XBehaviour {
  /** @default "old" */
  readonly fieldNames?: FieldNames;
  /** @default two hours for a token of a grant (OAuth 2.0), for ever for one without (OAuth 1.0a) */
  readonly tokenLifetimeMs?: number;
  /** X does not say for how long it refuses the same text. @default 12 hours */
  readonly duplicateWindowMs?: number;
  /** Multiplies X's rate limits, for load tests. @default 1 */
  readonly rateLimitFactor?: number;
}

interface Surroundings {
  readonly channel: SimulatedChannel;
  readonly world: World;
  readonly trouble: TroubleSwitches;
  readonly activities: ActivitySender;
  readonly behaviour: XBehaviour;
  readonly tokens: TokenIssuer;
}

interface Call {
  readonly request: Request;
  readonly url: URL;
  /** The id in the path, where there is one. */
  readonly id: string;
}

interface Route {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly endpoint: Endpoint;
  readonly status: number;
  /** Makes something that other people see: the trouble of accepting applies. */
  readonly isPublic?: boolean;
  readonly answer: (call: Call) => object | Promise<object>;
}

const DUPLICATE_WINDOW_MS = 12 * 60 * 60_000;

export class XApi {
  readonly #around: Surroundings;
  readonly #rates: RateLimits;
  readonly #names: FieldNames;
  readonly #nextTraceId: () => Buffer;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#rates = new RateLimits(around.behaviour.rateLimitFactor ?? 1);
    this.#nextTraceId = traceIds(around.channel);
    this.#names = around.behaviour.fieldNames ?? "old";
  }

  /** Every answer has a name of its own: what X's support asks for. */
  async handle(request: Request): Promise<Response> {
    const response = await this.#respond(request);
    response.headers.set("x-transaction-id", this.#nextTraceId().toString("hex").slice(0, 16));
    return response;
  }

  async #respond(request: Request): Promise<Response> {
    const { trouble, activities } = this.#around;
    if (trouble.slowMs > 0) await setTimeout(trouble.slowMs);
    await activities.release();
    const url = new URL(request.url);
    if (request.method === "POST" && url.pathname === TOKEN_PATH)
      return answer(await this.#around.tokens.answer(request));
    const route = this.#routes.find(({ method, path }) => method === request.method && path.test(url.pathname));
    if (!route) return answer(noSuchPath());
    const rate = this.#rates.take(route.endpoint, this.#around.world.now());
    try {
      this.#admit(route, request, rate);
      const body = await route.answer({ request, url, id: url.pathname.match(route.path)?.[1] ?? "" });
      this.#betray(route);
      return answer({ status: route.status, body }, rateHeaders(rate));
    } catch (error) {
      return answer(refusalOf(error), rateHeaders(this.#isRateLimit(error) && !rate.isExceeded ? usedUp(rate) : rate));
    }
  }

  /** Everything that X looks at before it reads the request. */
  #admit(route: Route, request: Request, rate: RateState): void {
    if (this.#takeTrouble("rateLimit") || rate.isExceeded) throw rateLimited();
    if (this.#takeTrouble("tokenExpired") || !this.#around.tokens.takes(request)) throw unauthorized();
    if (route.method === "POST" && this.#takeTrouble("missingScope")) throw missingScope();
    if (route.isPublic && this.#takeTrouble("errorBeforeAccept")) throw serverError();
  }

  /** The thing exists by now; our side is not to learn of it. */
  #betray(route: Route): void {
    if (!route.isPublic) return;
    if (this.#takeTrouble("dropAfterAccept")) throw new ConnectionDroppedError();
    if (this.#takeTrouble("errorAfterAccept")) throw serverError();
  }

  #takeTrouble(kind: Exclude<keyof TroubleSwitches, "slowMs" | "webhookDuplicates" | "webhookBatch">): boolean {
    const { trouble } = this.#around;
    if (trouble[kind] <= 0) return false;
    trouble[kind]--;
    return true;
  }

  #isRateLimit(error: unknown): boolean {
    return error instanceof Refusal && error.status === 429;
  }

  readonly #routes: readonly Route[] = [
    {
      method: "POST",
      path: /^\/2\/tweets$/,
      endpoint: "createPost",
      status: 201,
      isPublic: true,
      answer: (call) => this.#createPost(call),
    },
    {
      method: "GET",
      path: /^\/2\/tweets\/(\d+)$/,
      endpoint: "readPost",
      status: 200,
      answer: ({ id, url }) => readPost(id, url, { world: this.#around.world, names: this.#names }),
    },
    {
      method: "POST",
      path: /^\/2\/media\/upload$/,
      endpoint: "uploadMedia",
      status: 200,
      answer: ({ request }) => uploadMedia(request, this.#around.world),
    },
    {
      method: "POST",
      path: /^\/2\/media\/metadata$/,
      endpoint: "describeMedia",
      status: 200,
      answer: ({ request }) => describeMedia(request, this.#around.world),
    },
    {
      method: "GET",
      path: /^\/2\/users\/(\d+)\/tweets$/,
      endpoint: "readTimeline",
      status: 200,
      answer: ({ url }) => readTimeline(url, { world: this.#around.world, names: this.#names }),
    },
    {
      method: "GET",
      path: /^\/2\/users\/(\d+|me)$/,
      endpoint: "readUser",
      status: 200,
      answer: ({ id }) => this.#readUser(id),
    },
    {
      method: "POST",
      path: /^\/2\/dm_conversations\/with\/(\d+)\/messages$/,
      endpoint: "sendDirect",
      status: 201,
      isPublic: true,
      answer: (call) => this.#sendDirect(call),
    },
    {
      method: "GET",
      path: /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/,
      endpoint: "readDirect",
      status: 200,
      answer: ({ id }) => this.#readDirects(id),
    },
  ];

  async #createPost({ request }: Call): Promise<object> {
    const { world, behaviour } = this.#around;
    const duplicateWindowMs = behaviour.duplicateWindowMs ?? DUPLICATE_WINDOW_MS;
    const post = createPost(await request.json(), world, { duplicateWindowMs });
    return { data: wirePost(post, world, { names: this.#names, wanted: new Set() }) };
  }

  #readUser(id: string): object {
    const { us, posts } = this.#around.world;
    if (id !== "me" && id !== us.id) return notFound("user", id);
    const count = posts.filter(({ author }) => author.id === us.id).length;
    const metrics = {
      followers_count: 5502,
      following_count: 652,
      listed_count: 47,
      like_count: 8011,
      media_count: 79,
    };
    const countKey = this.#names === "old" ? "tweet_count" : "post_count";
    return { data: { ...wireUser(us), public_metrics: { ...metrics, [countKey]: 790 + count } } };
  }

  async #sendDirect({ request, id }: Call): Promise<object> {
    const { world, activities } = this.#around;
    const { text } = z.strictObject({ text: z.string().min(1).max(10_000) }).parse(await request.json());
    const direct = world.addDirect({ sender: world.us, recipient: this.#recipient(id), text });
    await activities.tellDirect("dm.sent", direct);
    return { data: { dm_conversation_id: conversationOf(direct.sender, direct.recipient), dm_event_id: direct.id } };
  }

  #readDirects(id: string): object {
    const { world } = this.#around;
    const person = this.#recipient(id);
    const between = world.directs.filter(({ sender, recipient }) => [sender.id, recipient.id].includes(person.id));
    const data = between
      .toReversed()
      .slice(0, 100)
      .map((direct) => wireDirect(direct, world));
    return { ...(data.length > 0 && { data }), meta: { result_count: data.length } };
  }

  #recipient(id: string): Person {
    const person = this.#around.world.personById(id);
    if (!person) throw noRecipient();
    return person;
  }
}

/** @throws whatever is not an answer: a dropped connection, a mistake in the simulator */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof z.ZodError || error instanceof SyntaxError) return invalidRequest("body", "", "$: is not valid");
  throw error;
}

function answer({ status, body }: { status: number; body: object }, headers: Record<string, string> = {}): Response {
  const contentType = status < 400 ? "application/json" : "application/problem+json";
  return Response.json(body, { status, headers: { ...headers, "content-type": `${contentType}; charset=utf-8` } });
}
