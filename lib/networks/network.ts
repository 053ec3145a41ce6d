import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { InboundEvent, MessageKind, MessageReceived } from "#lib/domain/engagement/inbound.ts";
import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Draft, DraftOptions, Problem } from "#lib/domain/publishing/draft.ts";
import type { FollowUpKind } from "#lib/domain/publishing/follow-up.ts";
import type { Http, HttpRequest, HttpResponse } from "./http.ts";

/**
 * The port: everything that the rest of Antenne knows about a network. One folder beside this file implements it for
 * one network; `registry.ts` lists them. A capability that a network lacks is an absent property.
 */
export interface Network {
  /** The word people write in a calendar: `facebook`, `x`. */
  readonly name: string;
  /** As people see it: `Facebook`, `X`. */
  readonly displayName: string;
  readonly limits: Limits;
  readonly auth?: Auth;
  readonly publishing?: Publishing;
  readonly webhook?: Webhook;
  readonly replies?: Replies;
  readonly insights?: Insights;
  readonly access?: Access;
  /** What its answers tell of its rate limits. A network that publishes has it, or says why not. */
  readonly rates?: Rates;
  /**
   * The id under which the network itself knows this answer, and which its support asks for. Pure, and never throws;
   * undefined for an answer without one. A network that gives none leaves the property out.
   */
  traceOf?(response: HttpResponse): string | undefined;
}

/** The network's limits as data: for people, documents and tests. `check` enforces them. */
export interface Limits {
  /** Characters of a post's text, as the network itself counts them. */
  readonly textLength: number;
  readonly imageCount: number;
  readonly videoCount: number;
  readonly imageBytes: number;
  readonly videoBytes: number;
  readonly imageTypes: readonly string[];
  readonly videoTypes: readonly string[];
  /** 0 where it takes no alternative texts. */
  readonly altTextLength: number;
  /** How many posts it takes in a while: what a calendar is checked against, and what the simulator grants. */
  readonly quotas: readonly PostQuota[];
  /** Whether its rules forbid the same text from several of our channels. @default false */
  readonly forbidsSameTextElsewhere?: boolean;
  /** Width divided by height. @default any */
  readonly imageRatio?: Range;
  /** Pixels of an image, whichever way it is turned. @default any */
  readonly imageSides?: ImageSides;
  /** What it takes of a video beyond type and size. @default anything */
  readonly video?: VideoLimits;
}

/** Both ends are allowed. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The most pixels of the shorter and of the longer side. */
export interface ImageSides {
  readonly shorter: number;
  readonly longer: number;
}

export interface VideoLimits {
  readonly durationMs: Range;
  /** Width divided by height. @default any */
  readonly ratio?: Range;
  /** Pixels across. */
  readonly maxWidth: number;
  /** Pictures a second. */
  readonly frameRate: Range;
  /** The short names of `Codecs`. */
  readonly videoCodecs: readonly string[];
  /** @default any */
  readonly audioCodecs?: readonly string[];
  /** @default any */
  readonly bitsPerSecond?: number;
}

export interface PostQuota {
  readonly postCount: number;
  readonly windowMs: number;
  /** Whose posts count: those of each channel, or those of all our channels there together. */
  readonly scope: "channel" | "app";
}

/** What an adapter gets for one conversation with its network. */
export interface NetworkContext {
  readonly channel: Channel;
  readonly credentials: Credentials;
  readonly http: Http;
  readonly now: () => Date;
}

/** What a network says of the token that opens a channel. */
export interface Access {
  /**
   * Read-only, and asked hours before the token is needed.
   *
   * @throws NetworkError; TokenRejectedError for a token that is refused already.
   */
  examine(context: NetworkContext): Promise<AccessState>;
}

export interface AccessState {
  /** Absent for a token that does not end, or that is renewed before it does. */
  readonly expiresAt?: Date;
  /** What publishing needs and the token does not have, as far as the network tells. */
  readonly missingScopes: readonly string[];
  /** Of the posts that the network takes of the channel in so many hours; absent where it does not tell. */
  readonly postsLeft?: { readonly count: number; readonly of: number; readonly hours: number };
}

/** Never logged, never stored outside the vault. */
export interface Credentials {
  readonly accessToken: string;
  /** Signs calls where the network wants it (Graph's `appsecret_proof`) and verifies webhooks. */
  readonly appSecret?: string;
  /** Gets a new access token, where the network has `auth`. */
  readonly refreshToken?: string;
  /** When the network stops taking the access token; absent where it does not say, or never does. */
  readonly expiresAt?: Date;
  /** What the token was granted for, in the network's words. */
  readonly scopes?: readonly string[];
  /** Our app, as the network's OAuth knows it. */
  readonly client?: AppClient;
}

export interface AppClient {
  readonly id: string;
  /** Absent for a public client. */
  readonly secret?: string;
}

/** A token as a network gives it. Absent: the answer did not say, and what was known before still holds. */
export interface NewToken {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Absent: as long as the network likes. */
  readonly expiresAt?: Date;
  readonly scopes?: readonly string[];
}

/**
 * Getting a new access token without a person. `lib/app/accounts` calls it one at a time for each channel, and stores
 * what it gives before anybody uses it.
 */
export interface Auth {
  /** Whether all that it takes is stored. */
  canRefresh(credentials: Credentials): boolean;
  /**
   * @throws TokenRejectedError when the network provably gives none, for good: a person has to reconnect the channel.
   * @throws NetworkError with `retry: "later"` when it provably gave none, any other when nobody knows.
   */
  refresh(credentials: Credentials, context: Pick<NetworkContext, "http" | "now">): Promise<NewToken>;
}

export interface PublishingContext extends NetworkContext {
  readonly media: MediaSource;
}

/** The media bucket as an adapter sees it. */
export interface MediaSource {
  /** @param part the bytes from `start` to before `end`: of a video, one upload's worth fits into memory and the whole may not. @default all */
  bytes(name: string, part?: ByteRange): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * An address that the network can fetch without credentials for a few hours.
   *
   * @param contentType what its server says of the file, whatever it was uploaded as
   */
  url(name: string, contentType?: string): Promise<URL>;
}

export interface ByteRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/**
 * Publishing in parts whose safety differs. The engine (`lib/app/publishing`) decides when to call which; an adapter
 * never decides to repeat anything.
 */
export interface Publishing {
  /** Pure: everything that keeps the draft from going out on this channel, against the network's real limits. */
  check(draft: Draft, channel: Channel): readonly Problem[];
  /** Whether `stage` has anything to do for this draft. A plain text post needs no staging. */
  needsStaging(draft: Draft): boolean;
  /**
   * Invisible, repeatable preparation, **one step per call**: upload one file, create or poll one container. The
   * engine calls it again with the `progress` of the step before, and stores that before a longer wait and before anything
   * is committed: a step that is lost to a crash is repeated, and what it had made is never seen.
   *
   * @throws NetworkError
   */
  stage(draft: Draft, progress: Progress | undefined, context: PublishingContext): Promise<StageStep>;
  /** Pure: where `commit` goes, to connect to it before the instant. */
  origin(draft: Draft): string;
  /**
   * **The one irreversible call**, with nothing slow before it. The engine never calls it twice without knowing why.
   * Must not throw for anything that the network answers: see `commitOutcome` in `commit.ts`.
   *
   * @param commitKey the same for every attempt of one publication: an idempotency key where the network honours one.
   */
  commit(
    draft: Draft,
    progress: Progress | undefined,
    commitKey: string,
    context: PublishingContext,
  ): Promise<CommitOutcome | PendingCommit>;
  /** Read-only: is it live, and where? Called after a commit that did not tell the address. */
  confirm?(remoteId: string, context: NetworkContext): Promise<{ readonly isLive: boolean; readonly url?: string }>;
  /** Read-only: after an ambiguous commit, is our post on the network? A unique match or none, never "the latest". */
  find(sought: SoughtPost, context: NetworkContext): Promise<FindResult | RefusedLater>;
  /** How long before its instant a post is staged: shorter where a preparation does not live long. @default 30 minutes, which is also the most */
  readonly stageAheadMs?: number;
  /** How long a request that has left may take to be carried out and to show in what `find` reads: see `settle.ts`. */
  readonly settleMs: number;
  /** The options of a draft that it publishes; of the others a calendar is told that they are left out. @default none */
  readonly options?: readonly (keyof DraftOptions)[];
  /** True where a repeated commit with the same `commitKey` cannot make a second post. */
  readonly honoursCommitKey: boolean;
  readonly followUps?: FollowUps;
}

/** What we say below a post of our own once it is out, by the same protocol: one irreversible call, and a way to find out. */
export interface FollowUps {
  readonly kinds: readonly FollowUpKind[];
  /** Pure: everything that keeps the draft (text alone) from going out below a post. */
  check(draft: Draft, kind: FollowUpKind): readonly Problem[];
  /** As `Publishing.commit`, below the post (or the part of a thread) that the network knows by `parentRemoteId`. */
  commit(draft: Draft, parentRemoteId: string, commitKey: string, context: NetworkContext): Promise<CommitOutcome>;
  /** As `Publishing.find`, below that post. */
  find(sought: SoughtPost, parentRemoteId: string, context: NetworkContext): Promise<FindResult>;
  readonly settleMs: number;
  readonly honoursCommitKey: boolean;
}

/**
 * What staging has reached so far; only the adapter reads it. JSON, at most a few KB, no secrets but an upload's own
 * address, which opens nothing else and dies within hours.
 */
export type Progress = Readonly<Record<string, unknown>>;

export type StageStep =
  /** Everything is prepared: only `commit` is left. `expiresAt`: then the preparation is worthless. */
  | { readonly status: "staged"; readonly progress: Progress; readonly expiresAt?: Date }
  /** One step done, go on at once. */
  | { readonly status: "continue"; readonly progress: Progress }
  /**
   * The network is working on it: ask again after `afterMs`. Where `progress` is as it was, or the wait is brief and little
   * was made, nothing is stored.
   */
  | { readonly status: "wait"; readonly progress: Progress; readonly afterMs: number };

export type CommitOutcome = Untraced & {
  /** What the network's support asks for (`Network.traceOf`): set by whoever made the call, not by the adapter. */
  readonly traceId?: string;
};

type Untraced =
  | { readonly outcome: "accepted"; readonly remoteId: string; readonly url?: string }
  /** Provably refused for good. `duplicate`: refused because the network already holds the same content. */
  | { readonly outcome: "rejected"; readonly reason: string; readonly code?: string; readonly duplicate?: boolean }
  /** Provably not carried out; may be tried again. */
  | {
      readonly outcome: "notAccepted";
      readonly because: "not-sent" | "rate-limited" | "token" | "permission" | "not-ready";
      readonly reason: string;
      readonly code?: string;
      readonly retryAt?: Date;
    }
  /** Nobody knows. The default for everything not recognised. */
  | { readonly outcome: "ambiguous"; readonly reason: string; readonly code?: string };

/**
 * The network has all of it and is at work (a video is transcoded, somebody looks at it): nobody can take it back, and
 * nobody knows yet what becomes of it. `find` will tell, by this progress; until then it throws `NotReadyError`.
 */
export interface PendingCommit {
  readonly outcome: "pending";
  readonly progress: Progress;
  readonly reason: string;
  readonly traceId?: string;
}

/** What `find` may go by, strongest first: ids known before the commit, the tagged link, then text and time. */
export interface SoughtPost {
  readonly draft: Draft;
  readonly progress?: Progress;
  /** Begins with the publication's id and a dash; that id is the `utm_content` of a link that was tagged for it. */
  readonly commitKey: string;
  /** When the first commit request of this publication may have left. */
  readonly attemptedAt: Date;
}

export type FindResult =
  | { readonly found: true; readonly remoteId: string; readonly url?: string }
  | { readonly found: false; readonly because: "absent" }
  | { readonly found: false; readonly because: "cannot-know"; readonly reason: string };

/** The network had taken it, and has refused it for good since: it is not live, and will not be. */
export interface RefusedLater {
  readonly found: false;
  readonly because: "refused";
  readonly reason: string;
}

/** One HTTP call of a network to our webhook address, exactly as it came. */
export interface WebhookRequest {
  readonly method: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The raw bytes: signatures are over these and nothing else. */
  readonly body: Uint8Array;
}

/** What the front door needs to believe a call. Several app secrets, newest first, while one is being rotated. */
export interface WebhookSecrets {
  readonly appSecrets: readonly string[];
  readonly verifyToken?: string;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What it takes to believe a call. Nothing here looks into a body. */
export interface FrontDoor {
  /** The header (lower case) that carries the signature: without it a call is unsigned (401), not forged (403). */
  readonly signatureHeader?: string;
  /** Answers the network's handshake (Meta's challenge, X's CRC); undefined when the call is not one. */
  handshake(request: WebhookRequest, secrets: WebhookSecrets): WebhookAnswer | undefined;
  /** Constant-time check of the signature over the raw bytes. */
  isAuthentic(request: WebhookRequest, secrets: WebhookSecrets): boolean;
}

export interface Webhook extends FrontDoor {
  /**
   * Explodes one delivery into *every* event in it, in the order in which it tells them. Never throws for content: what
   * is not understood becomes an `unknown` event.
   */
  events(body: unknown): readonly InboundEvent[];
  /** Fetches what the delivery left out (`needsHydration`). */
  hydrate?(message: MessageReceived, context: NetworkContext): Promise<MessageReceived>;
}

/** Where an answer goes. */
export interface ReplyTarget {
  readonly kind: MessageKind;
  /** The message being answered. */
  readonly messageRemoteId: string;
  readonly threadRemoteId: string;
  readonly postRemoteId?: string;
  readonly authorRemoteId?: string;
  readonly authorName?: string;
  /** When the customer last wrote: networks close their reply windows by it. */
  readonly lastInboundAt: Date;
}

/** Answering, by the same protocol as publishing: one irreversible call, and a way to find out afterwards. */
export interface Replies {
  readonly kinds: readonly MessageKind[];
  check(text: string, target: ReplyTarget, now: Date): readonly Problem[];
  send(text: string, target: ReplyTarget, commitKey: string, context: NetworkContext): Promise<CommitOutcome>;
  find(text: string, target: ReplyTarget, attemptedAt: Date, context: NetworkContext): Promise<FindResult>;
  readonly settleMs: number;
}

/** One request to the network and its answer. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** When the answer came. */
  readonly at: Date;
}

/** What an answer tells of the network's limits. */
export interface RatesRead {
  readonly readings: readonly RateReading[];
  /** Headers that say something else than the network promises: ignored, and told to the people who run this. */
  readonly unreadable: readonly string[];
}

export type Rates =
  /** Pure, and never throws: an odd header must not spoil an answer. */
  | { read(exchange: Exchange): RatesRead }
  /** Its answers tell nothing, and why. */
  | { readonly untold: string };

export interface Insights {
  channel(context: NetworkContext): Promise<MetricValues>;
  /** Numbers of one post; metrics that the network refuses are left out, the others still come. */
  post(remoteId: string, context: NetworkContext): Promise<MetricValues>;
}
