import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { NewToken } from "#lib/networks/network.ts";
import type { AccountServices } from "./account-services.ts";
import { unparkChannel } from "./parking.ts";
import { giveBackTokenLock, TOKEN_LOCK_MS, takeTokenLock } from "./token-lock.ts";

type ReconnectServices = Pick<AccountServices, "clock" | "newId" | "states" | "vault" | "events" | "log">;

const ASK_EVERY_MS = 2_000;

/** A refresh of the old token is under way, or died not long ago: whoever comes later would be overwritten. */
export class RefreshUnderWayError extends Error {
  override readonly name = "RefreshUnderWayError";
}

/**
 * Stores the token that a person has got from the network, and puts the channel back into service. Waits for a refresh
 * that is under way, so that its outcome does not overwrite what the person brought.
 *
 * @throws RefreshUnderWayError
 */
export async function reconnectChannel(channel: Channel, token: NewToken, services: ReconnectServices): Promise<void> {
  const lockId = await waitForLock(channel.channelId, services);
  const stored = await services.vault.store(channel.channelId, token);
  await giveBackTokenLock(channel.channelId, { lockId, stored }, services);
  await unparkChannel(channel, services);
}

async function waitForLock(channelId: string, services: ReconnectServices): Promise<string> {
  const { clock } = services;
  const giveUpAt = clock.now().getTime() + TOKEN_LOCK_MS + ASK_EVERY_MS;
  for (;;) {
    const lock = await takeTokenLock(channelId, services);
    if (lock.isOurs) return lock.lockId;
    if (clock.now().getTime() > giveUpAt)
      throw new RefreshUnderWayError(`the token of ${channelId} is being refreshed`);
    await clock.sleep(ASK_EVERY_MS);
  }
}
