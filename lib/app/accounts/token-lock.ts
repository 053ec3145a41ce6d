import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type { AccountServices } from "./account-services.ts";
import type { LockResult } from "./ports.ts";

/** No function that speaks for channels lives longer than this. `infra` is held to it by a test. */
export const LONGEST_WORKER_MS = 60_000;

const CLOCK_SKEW_MS = 30_000;

/** Outlasts its holder and its longest socket: a lock that ran out means that nobody is refreshing any more. */
export const TOKEN_LOCK_MS = LONGEST_WORKER_MS + HTTP_TIMEOUT_MS + CLOCK_SKEW_MS;

/** Takes the right to change a channel's token, if nobody has it. */
export async function takeTokenLock(
  channelId: string,
  { clock, newId, states }: Pick<AccountServices, "clock" | "newId" | "states">,
): Promise<LockResult & { readonly lockId: string }> {
  const [lockId, now] = [newId(), clock.now()];
  const until = new Date(now.getTime() + TOKEN_LOCK_MS);
  return { ...(await states.lock(channelId, { lockId, now, until })), lockId };
}

/** Not to be able to give it back is only a delay: it ends by itself. */
export async function giveBackTokenLock(
  channelId: string,
  { lockId, stored }: { readonly lockId: string; readonly stored?: number },
  { states, log }: Pick<AccountServices, "states" | "log">,
): Promise<void> {
  try {
    await states.unlock(channelId, lockId, stored);
  } catch (error) {
    log.warn("the lock on a token could not be given back", { channelId, error: String(error) });
  }
}
