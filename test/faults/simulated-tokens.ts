import type { StoredCredentials } from "#lib/app/accounts/ports.ts";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";
import type { NewToken } from "#lib/networks/network.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Process } from "./process.ts";

const MINUTE_MS = 60_000;

/** A person reads that a channel needs reconnecting, and does it. */
const RECONNECTED_AFTER_MS = 7 * MINUTE_MS;

/** The vault may show what was there before, this long after a write. */
export const VAULT_LAG_MS = 1_000;

interface Use {
  readonly refreshToken: string;
  readonly by: Process;
  /** The pair that it gave was stored. */
  isStored: boolean;
}

/** One channel's token as it really is: at the network, in the vault, and in the channels table. */
interface TokenTruth {
  readonly stored: StoredCredentials[];
  storedAt: number;
  /** What the network takes, and until when. */
  accessToken: string;
  goodUntil: number;
  refreshToken: string;
  /** Refresh tokens of the same consent that were used up. */
  readonly spent: Set<string>;
  parking: Parking | undefined;
  knownVersion: number;
  lock: { readonly id: string; readonly until: Date } | undefined;
  /** Every refresh that the network gave a new pair for. */
  readonly uses: Use[];
}

/** Why a use of a refresh token was wrong. */
export interface Reuse {
  readonly channelId: string;
  readonly detail: string;
}

/**
 * The tokens of all channels. Usually they are good for ever and nothing can refresh them; in some worlds they live for
 * minutes, and their refresh tokens are good for one use.
 */
export class SimulatedTokens {
  /** Refresh tokens that were used again while the first user could still store what it got. */
  readonly reuses: Reuse[] = [];
  readonly isExpiring: boolean;
  readonly #lifetimeMs: number;
  readonly #tellsExpiry: boolean;
  readonly #firstUntil: number;
  readonly #channels = new Map<string, TokenTruth>();
  #count = 0;

  constructor(faults: FaultPlan, around: number) {
    const fault = faults.at("tokens", ["tokens-expire"], 3);
    this.isExpiring = fault !== undefined;
    this.#tellsExpiry = faults.fraction("token, told") < 0.5;
    this.#lifetimeMs = (2 + faults.fraction("token, life") * 118) * MINUTE_MS;
    this.#firstUntil = around - faults.fraction("token, first") * 3 * MINUTE_MS;
  }

  of(channelId: string): TokenTruth {
    const known = this.#channels.get(channelId);
    if (known) return known;
    const made = this.#make(this.isExpiring ? this.#firstUntil : Number.POSITIVE_INFINITY);
    this.#channels.set(channelId, made);
    return made;
  }

  #make(goodUntil: number): TokenTruth {
    const [accessToken, refreshToken] = [this.#draw(), this.#draw()];
    const expiresAt = this.#expiryOf(goodUntil);
    const stored = [{ accessToken, refreshToken, expiresAt, version: 1 }];
    const truth = {
      accessToken,
      goodUntil,
      refreshToken,
      storedAt: 0,
      knownVersion: 0,
      uses: [],
      spent: new Set<string>(),
    };
    return { ...truth, stored, parking: undefined, lock: undefined };
  }

  takes(channelId: string, accessToken: string, now: number): boolean {
    const truth = this.of(channelId);
    return truth.accessToken === accessToken && now < truth.goodUntil;
  }

  /** A refresh reaches the network. Undefined: it gives none. */
  refresh(channelId: string, refreshToken: string, by: Process, now: number): NewToken | undefined {
    const truth = this.of(channelId);
    this.#judge(channelId, refreshToken);
    if (truth.refreshToken === refreshToken) {
      truth.uses.push({ refreshToken, by, isStored: false });
      truth.spent.add(refreshToken);
      return this.#newPair(truth, now);
    }
    if (truth.spent.has(refreshToken)) {
      // Using one again costs the whole family.
      truth.goodUntil = now;
      truth.refreshToken = "";
    }
    return undefined;
  }

  /** A person consents anew. */
  grant(channelId: string, now: number): NewToken {
    const truth = this.of(channelId);
    truth.spent.clear();
    return this.#newPair(truth, now);
  }

  #newPair(truth: TokenTruth, now: number): NewToken {
    truth.accessToken = this.#draw();
    truth.refreshToken = this.#draw();
    truth.goodUntil = this.isExpiring ? now + this.#lifetimeMs : Number.POSITIVE_INFINITY;
    const { accessToken, refreshToken, goodUntil } = truth;
    return { accessToken, refreshToken, expiresAt: this.#expiryOf(goodUntil) };
  }

  store(channelId: string, token: NewToken, now: number): number {
    const truth = this.of(channelId);
    const version = (truth.stored.at(-1)?.version ?? 0) + 1;
    truth.stored.push({ ...token, version });
    truth.storedAt = now;
    const use = truth.uses.at(-1);
    if (use && truth.refreshToken === token.refreshToken) use.isStored = true;
    return version;
  }

  /** Channels whose parking a person has had time to hear of. */
  waiting(now: number): readonly string[] {
    return [...this.#channels].flatMap(([channelId, { parking }]) =>
      parking && now - parking.since.getTime() > RECONNECTED_AFTER_MS ? [channelId] : [],
    );
  }

  #judge(channelId: string, refreshToken: string): void {
    for (const use of this.of(channelId).uses.filter((each) => each.refreshToken === refreshToken)) {
      if (use.isStored) this.reuses.push({ channelId, detail: "its successor was stored already" });
      else if (use.by.isAlive)
        this.reuses.push({ channelId, detail: `${use.by.name} could still store its successor` });
    }
  }

  #expiryOf(goodUntil: number): Date | undefined {
    return this.#tellsExpiry && Number.isFinite(goodUntil) ? new Date(goodUntil) : undefined;
  }

  #draw(): string {
    return `token-${++this.#count}`;
  }
}
