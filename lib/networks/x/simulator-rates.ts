const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** https://docs.x.com/x-api/fundamentals/rate-limits */
interface Limits {
  /** Requests in a quarter of an hour for one user. */
  readonly quarter: number;
  /** Requests in 24 hours for the app, or for the user. */
  readonly day?: { readonly of: "app" | "user"; readonly limit: number };
}

const LIMITS = {
  createPost: { quarter: 100, day: { of: "app", limit: 10_000 } },
  uploadMedia: { quarter: 500 },
  describeMedia: { quarter: 500 },
  readPost: { quarter: 900 },
  readUser: { quarter: 900 },
  readTimeline: { quarter: 900 },
  sendDirect: { quarter: 15, day: { of: "user", limit: 1_440 } },
  readDirect: { quarter: 15 },
} as const satisfies Readonly<Record<string, Limits>>;

export type Endpoint = keyof typeof LIMITS;

export interface RateState {
  readonly windows: readonly WindowState[];
  readonly isExceeded: boolean;
}

interface WindowState {
  /** The beginning of its headers' names. */
  readonly header: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
  readonly isExceeded: boolean;
}

interface WindowKind {
  readonly header: string;
  readonly limit: number;
  readonly lengthMs: number;
}

/** Counts requests in fixed windows that begin with the first request, as X does. */
export class RateLimits {
  readonly #factor: number;
  readonly #windows = new Map<string, { used: number; endsAt: number }>();

  /** @param factor multiplies every limit: a load test needs more than X grants. */
  constructor(factor: number) {
    this.#factor = factor;
  }

  take(endpoint: Endpoint, now: Date): RateState {
    const windows = kindsOf(LIMITS[endpoint]).map((kind) => this.#count(endpoint, kind, now));
    return { windows, isExceeded: windows.some(({ isExceeded }) => isExceeded) };
  }

  #count(endpoint: Endpoint, { header, limit: granted, lengthMs }: WindowKind, now: Date): WindowState {
    const limit = granted * this.#factor;
    const name = `${endpoint} ${header}`;
    const open = this.#windows.get(name);
    const window = open && open.endsAt > now.getTime() ? open : { used: 0, endsAt: now.getTime() + lengthMs };
    window.used++;
    this.#windows.set(name, window);
    const remaining = Math.max(0, limit - window.used);
    return { header, limit, remaining, resetsAt: new Date(window.endsAt), isExceeded: window.used > limit };
  }
}

function kindsOf({ quarter, day }: Limits): readonly WindowKind[] {
  const short = { header: "x-rate-limit", limit: quarter, lengthMs: 15 * MINUTE_MS };
  return day ? [short, { header: `x-${day.of}-limit-24hour`, limit: day.limit, lengthMs: DAY_MS }] : [short];
}

/** The quarter of an hour, used up whatever was counted. */
export function usedUp({ windows }: RateState): RateState {
  const [quarter, ...others] = windows;
  return { windows: quarter ? [{ ...quarter, remaining: 0 }, ...others] : [], isExceeded: true };
}

export function rateHeaders({ windows }: RateState): Record<string, string> {
  return Object.fromEntries(
    windows.flatMap(({ header, limit, remaining, resetsAt }) => [
      [`${header}-limit`, String(limit)],
      [`${header}-remaining`, String(remaining)],
      [`${header}-reset`, String(Math.ceil(resetsAt.getTime() / 1_000))],
    ]),
  );
}
