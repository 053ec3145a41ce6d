import type { Channel } from "#lib/domain/accounts/channel.ts";
import { TokenRejectedError } from "#lib/networks/errors.ts";
import type { Http } from "#lib/networks/http.ts";
import type { CommitOutcome, NetworkContext } from "#lib/networks/network.ts";
import type { AccountServices } from "./account-services.ts";
import { parkChannel, passParking } from "./parking.ts";
import type { StoredCredentials } from "./ports.ts";
import { type Renewal, renewToken } from "./renew-token.ts";

/** A channel opened for speaking: the one way to a network in its name, whatever is said. */
export interface ChannelAccess {
  readonly channel: Channel;
  /**
   * Makes a call that may be repeated. A token that the network refuses is renewed and the call made once more; if that
   * is refused too, the channel is parked.
   *
   * @throws whatever the call throws; TokenRejectedError when no token helped.
   */
  read<Result>(call: (context: NetworkContext) => Promise<Result>): Promise<Result>;
  /**
   * Makes the irreversible call. It is made again only where the token was provably refused, and only if `mayRepeat`
   * says, once the token is renewed, that there is time for it.
   */
  commit(call: (context: NetworkContext) => Promise<CommitOutcome>, mayRepeat: () => boolean): Promise<CommitOutcome>;
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
    const tried = this.#credentials;
    try {
      return await call(this.#context(tried));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const next = await this.#afterRefusal(tried, error.message);
      if (!next) throw error;
      return await this.#lastTry(next, call);
    }
  }

  async #lastTry<Result>(
    credentials: StoredCredentials,
    call: (context: NetworkContext) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await call(this.#context(credentials));
    } catch (error) {
      if (isRefusal(error)) await this.#park(credentials, error.message);
      throw error;
    }
  }

  async commit(
    call: (context: NetworkContext) => Promise<CommitOutcome>,
    mayRepeat: () => boolean,
  ): Promise<CommitOutcome> {
    const tried = this.#credentials;
    const first = await call(this.#context(tried));
    if (!isTokenRefused(first)) return first;
    const next = await this.#afterRefusal(tried, first.reason);
    if (!next || !mayRepeat()) return first;
    const second = await call(this.#context(next));
    if (isTokenRefused(second)) await this.#park(next, second.reason);
    return second;
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
  async #afterRefusal(tried: StoredCredentials, reason: string): Promise<StoredCredentials | undefined> {
    const renewal = await this.#renew(tried);
    switch (renewal.outcome) {
      case "renewed":
        return renewal.credentials;
      case "impossible":
        return renewal.credentials;
      case "refused":
        await this.#park(renewal.credentials, `${reason}; refreshing it was refused too: ${renewal.reason}`);
        return undefined;
      case "not-now":
        return undefined;
    }
  }

  async #renew(old: StoredCredentials): Promise<Renewal> {
    // A neighbour has renewed what this call was refused with.
    if (this.#credentials.accessToken !== old.accessToken)
      return { outcome: "renewed", credentials: this.#credentials };
    if (this.#renewing?.old !== old) this.#renewing = { old, renewal: renewToken(this.channel, old, this.#services) };
    const renewal = await this.#renewing.renewal;
    if (renewal.outcome === "renewed") this.#credentials = renewal.credentials;
    return renewal;
  }

  async #park(refused: StoredCredentials, reason: string): Promise<void> {
    this.#parking ??= parkChannel(this.channel, { refused, reason }, this.#services);
    await this.#parking;
  }

  #context(credentials: StoredCredentials): NetworkContext {
    return { ...this.#bare, credentials };
  }
}

/** A permission that is missing is another matter: it concerns one kind of call, and no new token of the same grant. */
function isRefusal(error: unknown): error is TokenRejectedError {
  return error instanceof TokenRejectedError && error.lacks === "validity";
}

function isTokenRefused(outcome: CommitOutcome): outcome is Extract<CommitOutcome, { outcome: "notAccepted" }> {
  return outcome.outcome === "notAccepted" && outcome.because === "token";
}
