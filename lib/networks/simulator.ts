/**
 * The port of a simulated network: a fake of its HTTP API that speaks the real wire format, punishes what the real one
 * punishes, and keeps the ground truth that tests, the laptop and its page look at. Only `local/` and `test/` may
 * import this file and the `simulator.ts` of a network.
 */
export interface NetworkSimulator {
  readonly network: string;
  /** The real origins that it stands in for, for example `https://graph.facebook.com`. */
  readonly origins: readonly string[];
  /**
   * Answers one HTTP call as the network would.
   *
   * @throws ConnectionDroppedError for the trouble `dropAfterAccept`: the caller closes the socket without an answer.
   */
  handle(request: Request): Promise<Response>;
  /** Only where networks share an origin, as Facebook and Instagram do: whether this request is for this one. */
  owns?(request: Request): boolean;
  readonly trouble: TroubleSwitches;
  readonly truth: GroundTruth;
  /** A customer writes: the simulator records it and delivers the signed webhook. Resolves when it was delivered. */
  customer: CustomerActions;
}

export interface SimulatorOptions {
  readonly now: () => Date;
  /** A number in [0, 1): every random choice of the simulator comes from here, so that a seed replays it. */
  readonly random: () => number;
  /** Carries a webhook delivery to our address; resolves to the HTTP status of the answer. */
  readonly deliver: (delivery: SimulatedDelivery) => Promise<number>;
  /** Fetches media that was given by address, as the network's own servers would. */
  readonly fetchMedia: (url: URL) => Promise<{ readonly contentType: string; readonly bytes: Uint8Array }>;
  readonly channel: SimulatedChannel;
}

/** The page or profile that exists at the simulated network, with the secrets that it accepts. */
export interface SimulatedChannel {
  readonly remoteId: string;
  readonly displayName: string;
  readonly handle: string;
  readonly accessToken: string;
  readonly appSecret: string;
  /** Only where the network has OAuth grants that end and are refreshed. */
  readonly grant?: SimulatedGrant;
}

/** What a person's consent gave, besides the access token. */
export interface SimulatedGrant {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The access token's life is counted from here. @default when the simulator is made */
  readonly givenAt?: Date;
}

export interface SimulatedDelivery {
  readonly method: "GET" | "POST";
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Trouble to make, each for the next `n` requests that it applies to (0: none) unless it says otherwise. */
export interface TroubleSwitches {
  /** Every request takes this long, until set to 0. */
  slowMs: number;
  /** Creates the post, then drops the connection. */
  dropAfterAccept: number;
  /** Creates the post, then answers 500. */
  errorAfterAccept: number;
  /** Answers 500 and creates nothing. */
  errorBeforeAccept: number;
  /** Answers with the network's real rate-limit status, headers and body. */
  rateLimit: number;
  /** Refuses the token as expired. */
  tokenExpired: number;
  /** Refuses for a missing permission. */
  missingScope: number;
  /** Each webhook is delivered this many extra times, until set to 0. */
  webhookDuplicates: number;
  /** Webhooks are held back, then delivered in reverse order, in batches of this many, until set to 0. */
  webhookBatch: number;
}

export function noTrouble(): TroubleSwitches {
  return {
    slowMs: 0,
    dropAfterAccept: 0,
    errorAfterAccept: 0,
    errorBeforeAccept: 0,
    rateLimit: 0,
    tokenExpired: 0,
    missingScope: 0,
    webhookDuplicates: 0,
    webhookBatch: 0,
  };
}

/** What is true at the network, whatever our tables say. Only things that followers can see. */
export interface GroundTruth {
  readonly posts: readonly LivePost[];
  /** Every comment, mention and direct message, in both directions. */
  readonly messages: readonly LiveMessage[];
}

export interface LivePost {
  readonly remoteId: string;
  readonly url: string;
  readonly text: string;
  readonly link?: string;
  readonly media: readonly LiveMedia[];
  readonly publishedAt: Date;
  readonly likes: number;
  readonly shares: number;
}

export interface LiveMedia {
  readonly kind: "image" | "video";
  readonly altText?: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface LiveMessage {
  readonly remoteId: string;
  readonly kind: "comment" | "mention" | "direct";
  /** The post that a comment is on. */
  readonly postRemoteId?: string;
  readonly inReplyToRemoteId?: string;
  readonly author: { readonly remoteId: string; readonly name: string };
  /** The customer whose conversation it is (for direct messages). */
  readonly withRemoteId?: string;
  readonly text: string;
  readonly isOurs: boolean;
  readonly createdAt: Date;
}

/** Each resolves to the new message's remote id. */
export interface CustomerActions {
  comment(write: { postRemoteId: string; author: string; text: string }): Promise<string>;
  mention(write: { author: string; text: string }): Promise<string>;
  direct(write: { author: string; text: string }): Promise<string>;
}

/** Thrown by `handle` when the connection is to be dropped without an answer. */
export class ConnectionDroppedError extends Error {
  override readonly name = "ConnectionDroppedError";
}

/** Which of the simulated networks a request to a real origin is for. Looks at path and headers, not at the body. */
export function simulatorOf(
  simulators: readonly NetworkSimulator[],
  origin: string,
  request: Request,
): NetworkSimulator | undefined {
  const candidates = simulators.filter(({ origins }) => origins.includes(origin));
  return candidates.find((simulator) => simulator.owns?.(request) ?? true) ?? candidates[0];
}
