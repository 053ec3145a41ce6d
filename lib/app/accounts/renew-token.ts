import type { Channel } from "#lib/domain/accounts/channel.ts";
import { NetworkError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { Auth, NewToken } from "#lib/networks/network.ts";
import type { AccountServices } from "./account-services.ts";
import type { StoredCredentials } from "./ports.ts";
import { giveBackTokenLock, takeTokenLock } from "./token-lock.ts";

export type Renewal =
  /** `isFresh`: the network gave it just now; else somebody has stored it, and it may have run out since. */
  | { readonly outcome: "renewed"; readonly credentials: StoredCredentials; readonly isFresh: boolean }
  /** The network has no refreshing, or what it takes is not stored. `credentials`: what is stored. */
  | { readonly outcome: "impossible"; readonly credentials: StoredCredentials }
  /** The network will give no new token for what is stored. */
  | { readonly outcome: "refused"; readonly reason: string; readonly credentials: StoredCredentials }
  /** Somebody else is at it, or the network did not answer: later. */
  | { readonly outcome: "not-now" };

const NOT_NOW: Renewal = { outcome: "not-now" };

/**
 * Gets a token that is newer than `old`: the one that somebody else has stored meanwhile, or a refreshed one. However
 * many workers want that at once, one of them refreshes.
 */
export async function renewToken(
  channel: Channel,
  old: StoredCredentials,
  services: AccountServices,
): Promise<Renewal> {
  const stored = await services.vault.credentials(channel, { fresh: true });
  if (isNewer(stored, old)) return { outcome: "renewed", credentials: stored, isFresh: false };
  const auth = services.findNetwork(channel.network)?.auth;
  if (!auth?.canRefresh(stored)) return { outcome: "impossible", credentials: stored };

  const lock = await takeTokenLock(channel.channelId, services);
  if (!lock.isOurs) return await waitForOther(channel, old, services);
  return await refreshLocked({ channel, old, auth, lock }, services);
}

/** A refresh takes a second; who waits longer has something better to do. */
const WAITS_MS = [500, 1_000, 2_000, 4_000];

async function waitForOther(channel: Channel, old: StoredCredentials, services: AccountServices): Promise<Renewal> {
  for (const waitMs of WAITS_MS) {
    await services.clock.sleep(waitMs);
    const stored = await services.vault.credentials(channel, { fresh: true });
    if (isNewer(stored, old)) return { outcome: "renewed", credentials: stored, isFresh: false };
  }
  return NOT_NOW;
}

interface Refreshing {
  readonly channel: Channel;
  readonly old: StoredCredentials;
  readonly auth: Auth;
  readonly lock: { readonly lockId: string; readonly knownVersion: number };
}

async function refreshLocked({ channel, old, auth, lock }: Refreshing, services: AccountServices): Promise<Renewal> {
  const { channelId } = channel;
  const { lockId } = lock;
  const stored = await services.vault.credentials(channel, { fresh: true });
  // The one before us may have been done by now; or the vault, which is not strongly consistent, shows an old pair.
  if (isNewer(stored, old) || stored.version < lock.knownVersion) {
    await giveBackTokenLock(channelId, { lockId }, services);
    return isNewer(stored, old) ? { outcome: "renewed", credentials: stored, isFresh: false } : NOT_NOW;
  }
  const refreshed = await askNetwork(auth, stored, services);
  if ("token" in refreshed) return await keep(refreshed.token, { channel, lockId }, services);
  // An unclear answer may have used up the refresh token. It is tried again only when nobody can hold its successor.
  if (refreshed.isClear) await giveBackTokenLock(channelId, { lockId }, services);
  return refreshed.renewal;
}

type Refreshed =
  | { readonly token: NewToken }
  /** `isClear`: the network provably gave no new token. */
  | { readonly renewal: Renewal; readonly isClear: boolean };

async function askNetwork(
  auth: Auth,
  stored: StoredCredentials,
  { http, clock, log }: AccountServices,
): Promise<Refreshed> {
  try {
    return { token: await auth.refresh(stored, { http, now: () => clock.now() }) };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    log.warn("a token could not be refreshed", { name: error.name, code: error.code });
    if (error instanceof TokenRejectedError) {
      const { message: reason } = error;
      return { renewal: { outcome: "refused", reason, credentials: stored }, isClear: true };
    }
    return { renewal: NOT_NOW, isClear: error.retry === "later" };
  }
}

const STORE_RETRIES = 6;

/** The new pair is stored before it is used: until then only this worker has it, and the old one may be dead. */
async function keep(
  token: NewToken,
  { channel, lockId }: { readonly channel: Channel; readonly lockId: string },
  services: AccountServices,
): Promise<Renewal> {
  const version = await storeForSure(channel.channelId, token, services);
  await giveBackTokenLock(channel.channelId, { lockId, stored: version }, services);
  services.log.info("token refreshed", { channelId: channel.channelId });
  return { outcome: "renewed", credentials: await services.vault.credentials(channel), isFresh: true };
}

async function storeForSure(
  channelId: string,
  token: NewToken,
  { vault, clock, log }: AccountServices,
): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await vault.store(channelId, token);
    } catch (error) {
      if (attempt === STORE_RETRIES) throw error;
      log.warn("storing a refreshed token failed and is repeated", { channelId, attempt });
      await clock.sleep(200 * 2 ** attempt);
    }
  }
}

function isNewer(stored: StoredCredentials, { accessToken }: StoredCredentials): boolean {
  return stored.accessToken !== accessToken;
}
