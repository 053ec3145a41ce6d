import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";
import type { Credentials, NewToken, WebhookSecrets } from "#lib/networks/network.ts";

/** The channels that are configured for this stage. */
export interface ChannelDirectory {
  list(): Promise<readonly Channel[]>;
}

export interface StoredCredentials extends Credentials {
  /** Grows with every token that is stored for the channel. */
  readonly version: number;
}

export interface CredentialSource {
  /**
   * @param options.fresh skips what a warm function remembers: for a token that was refused or runs out.
   * @throws CredentialsMissingError when nobody has stored a token for the channel.
   */
  credentials(channel: Channel, options?: { readonly fresh?: boolean }): Promise<StoredCredentials>;
}

export interface TokenStore {
  /** Stores a channel's token and gives its version. What the new one does not say (`NewToken`) stays as it was. */
  store(channelId: string, token: NewToken): Promise<number>;
}

export interface WebhookSecretSource {
  /**
   * @param options.fresh skips what a warm function remembers: for a call that did not verify, in case of a rotation.
   */
  secrets(network: string, options?: { readonly fresh?: boolean }): Promise<WebhookSecrets | undefined>;
}

/** What happens to channels while they run, by conditional writes: the vault itself has no conditions. */
export interface ChannelStates {
  /** Strongly consistent. */
  parking(channelId: string): Promise<Parking | undefined>;
  /** False when it is parked already, or when a newer token than the refused one has been stored. */
  park(channelId: string, parking: Parking): Promise<boolean>;
  /** False when it was not parked. */
  unpark(channelId: string): Promise<boolean>;
  markTold(channelId: string, at: Date): Promise<void>;
  /** Takes the right to change the channel's token; a lock whose holder died ends by itself at its `until`. */
  lock(channelId: string, lock: TokenLock): Promise<LockResult>;
  /** @param stored the version of the token that was stored meanwhile */
  unlock(channelId: string, lockId: string, stored?: number): Promise<void>;
}

export interface TokenLock {
  readonly lockId: string;
  readonly now: Date;
  readonly until: Date;
}

export type LockResult =
  /** `knownVersion`: of the last token that a holder of the lock is known to have stored, 0 before the first. */
  { readonly isOurs: true; readonly knownVersion: number } | { readonly isOurs: false };

/** Nobody can speak for the channel until a person has stored a token. */
export abstract class NoAccessError extends Error {}

/** A channel is configured, but its token is not in the vault. */
export class CredentialsMissingError extends NoAccessError {
  override readonly name = "CredentialsMissingError";

  constructor(channelId: string) {
    super(`no access token is stored for the channel ${channelId}`);
  }
}

/** The network refuses the channel's token, and people were told. */
export class ChannelParkedError extends NoAccessError {
  override readonly name = "ChannelParkedError";
}
