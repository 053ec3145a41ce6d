import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Credentials, WebhookSecrets } from "#lib/networks/network.ts";

/** The channels that are configured for this stage. */
export interface ChannelDirectory {
  list(): Promise<readonly Channel[]>;
}

export interface CredentialSource {
  /** @throws CredentialsMissingError when nobody has stored a token for the channel. */
  credentials(channel: Channel): Promise<Credentials>;
}

export interface WebhookSecretSource {
  /**
   * @param options.fresh skips what a warm function remembers: for a call that did not verify, in case of a rotation.
   */
  secrets(network: string, options?: { readonly fresh?: boolean }): Promise<WebhookSecrets | undefined>;
}

/** A channel is configured, but its token is not in the vault. */
export class CredentialsMissingError extends Error {
  override readonly name = "CredentialsMissingError";

  constructor(channelId: string) {
    super(`no access token is stored for the channel ${channelId}`);
  }
}
