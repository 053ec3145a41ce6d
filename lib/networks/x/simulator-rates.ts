const WINDOW_MS = 15 * 60_000;

/** Requests in a quarter of an hour for one user: https://docs.x.com/x-api/fundamentals/rate-limits */
const LIMITS = {
  createPost: 100,
  uploadMedia: 500,
  describeMedia: 500,
  readPost: 900,
  readUser: 900,
  readTimeline: 900,
  sendDirect: 15,
  readDirect: 15,
} as const;

export type Endpoint = keyof typeof LIMITS;

export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
  readonly isExceeded: boolean;
}

/** Counts requests in fixed windows that begin with the first request, as X does. */
export class RateLimits {
  readonly #factor: number;
  readonly #windows = new Map<Endpoint, { used: number; endsAt: number }>();

  /** @param factor multiplies every limit: a load test needs more than X grants. */
  constructor(factor: number) {
    this.#factor = factor;
  }

  take(endpoint: Endpoint, now: Date): RateState {
    const limit = LIMITS[endpoint] * this.#factor;
    const open = this.#windows.get(endpoint);
    const window = open && open.endsAt > now.getTime() ? open : { used: 0, endsAt: now.getTime() + WINDOW_MS };
    window.used++;
    this.#windows.set(endpoint, window);
    return {
      limit,
      remaining: Math.max(0, limit - window.used),
      resetsAt: new Date(window.endsAt),
      isExceeded: window.used > limit,
    };
  }
}

export function rateHeaders({ limit, remaining, resetsAt }: RateState): Record<string, string> {
  return {
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(Math.ceil(resetsAt.getTime() / 1000)),
  };
}
