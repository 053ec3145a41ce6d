import { GraphRefusal } from "./simulator-refusal.ts";

/** What Graph grants in a rolling hour. */
export interface GraphGrants {
  /** Calls of this Page or account: 4,800 for each person who engages with it. @default of ten people */
  readonly callsPerHour?: number;
  /** Calls of the app: 200 for each of its daily users. @default of a thousand users */
  readonly appCallsPerHour?: number;
}

/** What a Page's or an account's use is called in headers, and the code of its throttle. */
export interface UsageKind {
  readonly type: "pages" | "instagram";
  readonly throttleCode: number;
}

const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 60;

/** Counts calls as Graph does: https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
export class GraphUsageMeter {
  readonly kind: UsageKind;
  readonly #grants: Required<GraphGrants>;
  readonly #now: () => Date;
  /** Calls in each minute of the last hour. */
  readonly #calls = new Map<number, number>();

  constructor(
    kind: UsageKind,
    now: () => Date,
    { callsPerHour = 4_800 * 10, appCallsPerHour = 200 * 1_000 }: GraphGrants = {},
  ) {
    this.kind = kind;
    this.#now = now;
    this.#grants = { callsPerHour, appCallsPerHour };
  }

  /**
   * Counts one call; refused ones count too.
   *
   * @throws GraphRefusal when it is one too many
   */
  take(): void {
    const minute = this.#minute();
    this.#calls.set(minute, (this.#calls.get(minute) ?? 0) + 1);
    for (const old of this.#calls.keys()) if (old <= minute - WINDOW_MINUTES) this.#calls.delete(old);
    if (this.#used() > this.#grants.appCallsPerHour) {
      throw new GraphRefusal(4, "(#4) Application request limit reached", { status: 403, isTransient: true });
    }
    if (this.#used() > this.#grants.callsPerHour) throw this.throttle();
  }

  throttle(): GraphRefusal {
    const { throttleCode } = this.kind;
    return new GraphRefusal(
      throttleCode,
      `(#${throttleCode}) There have been too many calls to this account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.`,
    );
  }

  /** Numbers are percentages, the estimate is minutes. @param isRefused the throttle was answered */
  headers(remoteId: string, isRefused: boolean): Record<string, string> {
    const { callsPerHour, appCallsPerHour } = this.#grants;
    const own = isRefused ? 100 : percentOf(this.#used(), callsPerHour);
    const business = {
      type: this.kind.type,
      call_count: own,
      total_cputime: Math.floor(own / 2),
      total_time: Math.floor(own / 2),
      estimated_time_to_regain_access: isRefused ? this.#minutesToRegain() : 0,
    };
    const app = percentOf(this.#used(), appCallsPerHour);
    return {
      "x-app-usage": JSON.stringify({ call_count: app, total_time: app, total_cputime: app }),
      "x-business-use-case-usage": JSON.stringify({ [remoteId]: [business] }),
    };
  }

  #minute(): number {
    return Math.floor(this.#now().getTime() / MINUTE_MS);
  }

  #used(): number {
    return [...this.#calls.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Until enough of the oldest calls are more than an hour ago. */
  #minutesToRegain(): number {
    let tooMany = this.#used() - this.#grants.callsPerHour;
    for (const [minute, count] of this.#calls) {
      if (tooMany < 0) break;
      tooMany -= count;
      if (tooMany < 0) return Math.max(1, minute + WINDOW_MINUTES - this.#minute());
    }
    return 1;
  }
}

function percentOf(used: number, granted: number): number {
  return Math.min(100, Math.floor((100 * used) / granted));
}
