import type { Channel } from "#lib/domain/accounts/channel.ts";
import { NetworkError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { Http } from "#lib/networks/http.ts";
import type { CommitOutcome, NetworkContext, PendingCommit } from "#lib/networks/network.ts";
import type { AccountServices } from "./account-services.ts";
import { parkChannel, passParking } from "./parking.ts";
import type { StoredCredentials } from "./ports.ts";
import { type Renewal, renewToken } from "./renew-token.ts";
import { type TracedHttp, tracedHttp } from "./traced-http.ts";

/** A channel opened for speaking: the one way to a network in its name, whatever is said. */
export interface ChannelAccess {
  readonly channel: Channel;
  /**
   * Makes a call that may be repeated. A token that the network refuses is renewed and the call made once more; if that
   * is refused too, the channel is parked.
   *
   * @throws whatever the call throws, a NetworkError with its trace id; TokenRejectedError when no token helped.
   */
  read<Result>(call: (context: NetworkContext) => Promise<Result>): Promise<Result>;
  /**
   * Makes the irreversible call. It is made again only where the token was provably refused, and only if `mayRepeat`
   * says, once the token is renewed, that there is time for it. The outcome has the trace id of the last answer.
   */
  commit<Outcome extends CommitOutcome | PendingCommit>(
    call: (context: NetworkContext) => Promise<Outcome>,
    mayRepeat: () => boolean,
  ): Promise<Outcome>;
}

/**
 * @param http over which the calls go. @default the plain one
 * @throws NoAccessError when there is no token, or none that the network takes.
 */
export type ChannelOpener = (channel: Channel, http?: Http) => Promise<ChannelAccess>;

/** A token that runs out sooner than this is renewed ahead of use. Longer than any worker lives. */
const AHEAD_MS = 5 * 60_000;

export function channelOpener(services: AccountServices): ChannelOpener {
  return async (channel, http = services.http) => {
    const [credentials] = await Promise.all([services.vault.credentials(channel), passParking(channel, services)]);
    const access = new OpenChannel({ channel, http, now: () => services.clock.now() }, credentials, services);
    await access.renewAhead();
    return access;
  };
}

interface Attempt {
  readonly credentials: StoredCredentials;
  /** Refused once more, it needs a person: the network has just given the token, or refuses it for the second time. */
  readonly isLast: boolean;
}

/** What one call is made with, and what the network then calls its answer. */
interface Traced {
  readonly context: NetworkContext;
  readonly traceId: TracedHttp["traceId"];
}

/** Shared by all calls of one piece of work: a hundred publications that are refused at once renew one token. */
class OpenChannel implements ChannelAccess {
  readonly #bare: Omit<NetworkContext, "credentials">;
  readonly #services: AccountServices;
  #credentials: StoredCredentials;
  #parking: Promise<void> | undefined;
  #renewing: { readonly old: StoredCredentials; readonly renewal: Promise<Renewal> } | undefined;

  constructor(bare: Omit<NetworkContext, "credentials">, credentials: StoredCredentials, services: AccountServices) {
    this.#bare = bare;
    this.#credentials = credentials;
    this.#services = services;
  }

  get channel(): Channel {
    return this.#bare.channel;
  }

  async read<Result>(call: (context: NetworkContext) => Promise<Result>): Promise<Result> {
    for (let attempt: Attempt | undefined = this.#firstAttempt(); ; ) {
      const { context, traceId } = this.#context(attempt);
      try {
        return await call(context);
      } catch (error) {
        if (error instanceof NetworkError) error.traceId = traceId();
        if (!isRefusal(error)) throw error;
        attempt = await this.#afterRefusal(attempt, error.message);
        if (!attempt) throw error;
      }
    }
  }

  async commit<Outcome extends CommitOutcome | PendingCommit>(
    call: (context: NetworkContext) => Promise<Outcome>,
    mayRepeat: () => boolean,
  ): Promise<Outcome> {
    for (let attempt: Attempt | undefined = this.#firstAttempt(); ; ) {
      const { context, traceId } = this.#context(attempt);
      const outcome = { ...(await call(context)), traceId: traceId() };
      if (!isTokenRefused(outcome)) return outcome;
      attempt = await this.#afterRefusal(attempt, outcome.reason);
      if (!attempt || !mayRepeat()) return outcome;
    }
  }

  #firstAttempt(): Attempt {
    return { credentials: this.#credentials, isLast: false };
  }

  /** What there is has to do if it cannot be renewed now. */
  async renewAhead(): Promise<void> {
    const { clock } = this.#services;
    const { expiresAt } = this.#credentials;
    if (!expiresAt || expiresAt.getTime() - clock.now().getTime() > AHEAD_MS) return;
    await this.#renew(this.#credentials);
  }

  /**
   * What to try next; undefined: nothing now. Where nothing can be renewed, the same token once more: a network refuses
   * a good one now and then, and parking a channel calls a person.
   */
  async #afterRefusal({ credentials: tried, isLast }: Attempt, reason: string): Promise<Attempt | undefined> {
    if (isLast) return await this.#park(tried, reason);
    const renewal = await this.#renew(tried);
    switch (renewal.outcome) {
      case "renewed":
        return { credentials: renewal.credentials, isLast: renewal.isFresh };
      case "impossible":
        return { credentials: renewal.credentials, isLast: true };
      case "refused":
        return await this.#park(renewal.credentials, `${reason}; refreshing it was refused too: ${renewal.reason}`);
      case "not-now":
        return undefined;
    }
  }

  async #renew(old: StoredCredentials): Promise<Renewal> {
    // A neighbour has renewed what this call was refused with.
    const current = this.#credentials;
    if (current.accessToken !== old.accessToken) return { outcome: "renewed", credentials: current, isFresh: false };
    if (this.#renewing?.old !== old) this.#renewing = { old, renewal: renewToken(this.channel, old, this.#services) };
    const renewal = await this.#renewing.renewal;
    if (renewal.outcome === "renewed") this.#credentials = renewal.credentials;
    return renewal;
  }

  async #park(refused: StoredCredentials, reason: string): Promise<undefined> {
    this.#parking ??= parkChannel(this.channel, { refused, reason }, this.#services);
    await this.#parking;
  }

  #context({ credentials }: Attempt): Traced {
    const network = this.#services.findNetwork(this.channel.network);
    const { http, traceId } = tracedHttp(this.#bare.http, network?.traceOf);
    return { context: { ...this.#bare, credentials, http }, traceId };
  }
}

/** A permission that is missing is another matter: it concerns one kind of call, and no new token of the same grant. */
function isRefusal(error: unknown): error is TokenRejectedError {
  return error instanceof TokenRejectedError && error.lacks === "validity";
}

function isTokenRefused<Outcome extends CommitOutcome | PendingCommit>(
  outcome: Outcome,
): outcome is Extract<Outcome, { outcome: "notAccepted" }> {
  return outcome.outcome === "notAccepted" && outcome.because === "token";
}
