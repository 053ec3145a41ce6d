import { createHmac } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import {
  ConnectionDroppedError,
  type LiveMedia,
  type LiveMessage,
  type LivePost,
  type NetworkSimulator,
  noTrouble,
  type SimulatorOptions,
  type TroubleSwitches,
} from "../simulator.ts";
import { traceIds } from "../simulator-trace.ts";
import { limits } from "./limits.ts";
import { API_ORIGIN } from "./wire.ts";

/** The network's own words for a refusal. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const NewPost = z.strictObject({
  text: z.string().max(limits.textLength),
  images: z.array(z.strictObject({ id: z.string(), altText: z.string().max(limits.altTextLength).optional() })),
});

const NewAnswer = z.strictObject({ text: z.string().min(1).max(limits.textLength) });

type Message = LiveMessage & { readonly threadId: string };

const IMAGES_LIVE_MS = 24 * 60 * 60_000;
const DUPLICATE_WINDOW_MS = 60 * 60_000;

/** A fake of Sample's HTTP API: the real format, the real refusals, and the truth for whoever tests against it. */
export function createSampleSimulator(options: SimulatorOptions): NetworkSimulator {
  const sample = new SampleSimulator(options);
  return {
    network: "sample",
    origins: [API_ORIGIN],
    handle: (request) => sample.handle(request),
    trouble: sample.trouble,
    truth: { posts: sample.posts, messages: sample.messages },
    customer: {
      comment: ({ postRemoteId, author, text }) =>
        sample.customerWrites({ kind: "comment", author, text, postRemoteId }),
      mention: ({ author, text }) => sample.customerWrites({ kind: "mention", author, text }),
      direct: ({ author, text }) => sample.customerWrites({ kind: "direct", author, text }),
    },
  };
}

class SampleSimulator {
  readonly trouble = noTrouble();
  readonly posts: LivePost[] = [];
  readonly messages: Message[] = [];
  readonly #options: SimulatorOptions;
  readonly #images = new Map<string, { image: LiveMedia; expiresAt: Date }>();
  readonly #held: object[] = [];
  readonly #nextTraceId: () => Buffer;
  #lastId = 0;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#nextTraceId = traceIds(options.channel);
  }

  async handle(request: Request): Promise<Response> {
    const response = await this.#respond(request);
    response.headers.set("x-sample-request-id", this.#nextTraceId().toString("hex").slice(0, 16));
    return response;
  }

  async #respond(request: Request): Promise<Response> {
    if (this.trouble.slowMs > 0) await setTimeout(this.trouble.slowMs);
    await this.#release();
    try {
      const body = await this.#answer(request, new URL(request.url));
      return Response.json(body, { status: request.method === "POST" ? 201 : 200 });
    } catch (error) {
      if (error instanceof z.ZodError) return refuse(new Refusal(422, "invalid"));
      if (error instanceof Refusal) return refuse(error);
      throw error;
    }
  }

  async #answer(request: Request, { pathname, searchParams }: URL): Promise<object> {
    this.#admit(request);
    const [, collection = "", id = "", part = ""] = pathname.split("/");
    const route = `${request.method} /${[collection, id && ":id", part].filter(Boolean).join("/")}`;
    if (route === "POST /images") return this.#takeImage(request);
    if (route === "POST /posts") return this.#accept(async () => this.#createPost(NewPost.parse(await request.json())));
    if (route === "GET /posts") return { posts: this.#postsSince(searchParams.get("since") ?? "") };
    if (route === "POST /posts/:id/comments") {
      return this.#accept(async () => this.#createComment(id, NewAnswer.parse(await request.json())));
    }
    if (route === "GET /posts/:id/comments") return { comments: this.#commentsBelow(id) };
    if (route === "GET /posts/:id/numbers") return this.#numbersOf(id);
    if (route === "GET /channel") return { followers: 1200, posts: this.posts.length };
    if (route === "POST /messages/:id/answers") {
      return this.#accept(async () => this.#createAnswer(id, NewAnswer.parse(await request.json())));
    }
    if (route === "GET /messages/:id/answers") return { answers: this.#answersTo(id) };
    throw new Refusal(404, "not_found");
  }

  #admit(request: Request): void {
    if (this.#takeTrouble("rateLimit")) throw new Refusal(429, "rate_limited");
    const isKnown = request.headers.get("authorization") === `Bearer ${this.#options.channel.accessToken}`;
    if (this.#takeTrouble("tokenExpired") || !isKnown) throw new Refusal(401, "token_expired");
    if (request.method === "POST" && this.#takeTrouble("missingScope")) throw new Refusal(403, "missing_scope");
  }

  /** What other people can see is made here; the trouble of accepting is around it. */
  async #accept(create: () => Promise<object>): Promise<object> {
    if (this.#takeTrouble("errorBeforeAccept")) throw new Refusal(500, "internal");
    const created = await create();
    if (this.#takeTrouble("dropAfterAccept")) throw new ConnectionDroppedError();
    if (this.#takeTrouble("errorAfterAccept")) throw new Refusal(500, "internal");
    return created;
  }

  #takeTrouble(kind: Exclude<keyof TroubleSwitches, "slowMs" | "webhookDuplicates" | "webhookBatch">): boolean {
    if (this.trouble[kind] <= 0) return false;
    this.trouble[kind]--;
    return true;
  }

  async #takeImage(request: Request): Promise<object> {
    const contentType = request.headers.get("content-type") ?? "";
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (!limits.imageTypes.includes(contentType)) throw new Refusal(422, "wrong_type");
    if (bytes.length > limits.imageBytes) throw new Refusal(422, "too_large");
    const id = this.#newId("image");
    const expiresAt = new Date(this.#options.now().getTime() + IMAGES_LIVE_MS);
    this.#images.set(id, { image: { kind: "image", contentType, bytes }, expiresAt });
    return { id, expiresAt: expiresAt.toISOString() };
  }

  async #createPost({ text, images }: z.output<typeof NewPost>): Promise<object> {
    const now = this.#options.now();
    const media = images.map(({ id, altText }) => {
      const held = this.#images.get(id);
      if (!held || held.expiresAt <= now) throw new Refusal(422, "unknown_image");
      return { ...held.image, altText };
    });
    const isRecent = (post: LivePost) => now.getTime() - post.publishedAt.getTime() < DUPLICATE_WINDOW_MS;
    if (this.posts.some((post) => post.text === text && isRecent(post))) throw new Refusal(409, "duplicate");
    const remoteId = this.#newId("post");
    const url = `https://sample.example/${this.#options.channel.handle}/${remoteId}`;
    this.posts.push({ remoteId, url, text, media, publishedAt: now, likes: 0, shares: 0 });
    return { id: remoteId, url };
  }

  #postsSince(since: string): object[] {
    const recent = this.posts.filter(({ publishedAt }) => publishedAt.toISOString() >= since);
    return recent.map(({ remoteId: id, url, text, media, publishedAt }) => {
      return { id, url, text, imageCount: media.length, createdAt: publishedAt.toISOString() };
    });
  }

  #numbersOf(id: string): object {
    const post = this.posts.find(({ remoteId }) => remoteId === id);
    if (!post) throw new Refusal(404, "not_found");
    const ageMinutes = (this.#options.now().getTime() - post.publishedAt.getTime()) / 60_000;
    const comments = this.messages.filter(({ postRemoteId }) => postRemoteId === id).length;
    return { views: Math.floor(10 * ageMinutes), likes: post.likes, shares: post.shares, comments };
  }

  async #createAnswer(id: string, { text }: z.output<typeof NewAnswer>): Promise<object> {
    const answered = this.messages.find(({ remoteId }) => remoteId === id);
    if (!answered) throw new Refusal(404, "not_found");
    const { remoteId: ours, displayName: name } = this.#options.channel;
    const { kind, threadId, postRemoteId, author } = answered;
    const thread = { kind, threadId, postRemoteId, inReplyToRemoteId: id, withRemoteId: author.remoteId };
    const answer = this.#record({ ...thread, author: { remoteId: ours, name }, text, isOurs: true });
    await this.#tell(answer);
    return { id: answer.remoteId };
  }

  /** Below a post of ours, or below another comment. */
  async #createComment(id: string, { text }: z.output<typeof NewAnswer>): Promise<object> {
    const above = this.messages.find(({ remoteId }) => remoteId === id);
    const postRemoteId = above ? above.postRemoteId : this.posts.find(({ remoteId }) => remoteId === id)?.remoteId;
    if (postRemoteId === undefined) throw new Refusal(404, "not_found");
    const { remoteId: ours, displayName: name } = this.#options.channel;
    const author = { remoteId: ours, name };
    const comment = {
      kind: "comment",
      text,
      author,
      isOurs: true,
      postRemoteId,
      inReplyToRemoteId: above?.remoteId,
    } as const;
    const recorded = this.#record(comment);
    await this.#tell(recorded);
    return { id: recorded.remoteId };
  }

  #commentsBelow(id: string): object[] {
    const below = this.messages.filter(
      ({ postRemoteId, inReplyToRemoteId }) => (inReplyToRemoteId ?? postRemoteId) === id,
    );
    return below.map(({ remoteId, isOurs, text, createdAt }) => {
      return { id: remoteId, isOurs, text, createdAt: createdAt.toISOString() };
    });
  }

  #answersTo(id: string): object[] {
    const answers = this.messages.filter((message) => message.isOurs && message.inReplyToRemoteId === id);
    return answers.map(({ remoteId, text, createdAt }) => ({ id: remoteId, text, createdAt: createdAt.toISOString() }));
  }

  async customerWrites(written: Pick<Message, "kind" | "text" | "postRemoteId"> & { author: string }): Promise<string> {
    const { kind, text, postRemoteId } = written;
    const author = { remoteId: `person-${written.author}`, name: written.author };
    const threadId = kind === "direct" ? author.remoteId : undefined;
    const message = this.#record({ kind, text, postRemoteId, author, isOurs: false, threadId });
    await this.#tell(message);
    return message.remoteId;
  }

  #record(written: Omit<Message, "remoteId" | "createdAt" | "threadId"> & { threadId?: string }): Message {
    const remoteId = this.#newId("message");
    const message = { ...written, remoteId, threadId: written.threadId ?? remoteId, createdAt: this.#options.now() };
    this.messages.push(message);
    return message;
  }

  #tell({ kind: type, remoteId: messageId, threadId, postRemoteId: postId, author, text, createdAt }: Message) {
    const { remoteId: channelId } = this.#options.channel;
    const from = { id: author.remoteId, name: author.name };
    this.#held.push({ type, channelId, messageId, threadId, postId, author: from, text, at: createdAt.toISOString() });
    return this.#release();
  }

  /** While batches are switched on, events wait; then they go out together and in the wrong order. */
  async #release(): Promise<void> {
    if (this.#held.length === 0 || this.#held.length < this.trouble.webhookBatch) return;
    const body = Buffer.from(JSON.stringify({ events: this.#held.splice(0).toReversed() }));
    const signature = createHmac("sha256", this.#options.channel.appSecret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-sample-signature": signature };
    for (let copy = 0; copy <= this.trouble.webhookDuplicates; copy++) {
      await this.#options.deliver({ method: "POST", headers, body });
    }
  }

  #newId(kind: string): string {
    this.#lastId++;
    return `${kind}-${this.#lastId}`;
  }
}

function refuse({ status, code }: Refusal): Response {
  const headers = status === 429 ? { "retry-after": "60" } : undefined;
  return Response.json({ error: { code, message: code.replaceAll("_", " ") } }, { status, headers });
}
