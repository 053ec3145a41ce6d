const MINUTE_MS = 60_000;

/** Requests of one account in a sliding minute: https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit */
export const REQUESTS_PER_MINUTE = {
  creatorInfo: 20,
  videoInit: 6,
  photoInit: 6,
  status: 30,
  upload: Number.POSITIVE_INFINITY,
  userInfo: 600,
  videoList: 600,
  videoQuery: 600,
} as const;

export type Endpoint = keyof typeof REQUESTS_PER_MINUTE;

/** Counts the requests that were granted. */
export class SlidingMinute {
  readonly #factor: number;
  readonly #granted = new Map<Endpoint, readonly number[]>();

  /** @param factor multiplies every limit: a load test needs more than TikTok grants. */
  constructor(factor: number) {
    this.#factor = factor;
  }

  grants(endpoint: Endpoint, now: Date): boolean {
    const since = now.getTime() - MINUTE_MS;
    const recent = (this.#granted.get(endpoint) ?? []).filter((at) => at > since);
    const isGranted = recent.length < REQUESTS_PER_MINUTE[endpoint] * this.#factor;
    this.#granted.set(endpoint, isGranted ? [...recent, now.getTime()] : recent);
    return isGranted;
  }
}
