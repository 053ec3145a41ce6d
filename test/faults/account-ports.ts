import type { AccountServices } from "#lib/app/accounts/account-services.ts";
import { type ChannelStates, CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import { NotSentError, OutcomeUnknownError, RateLimitedError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { Auth, CommitOutcome, Credentials, Network, NetworkContext, Publishing } from "#lib/networks/network.ts";
import { FAULTS, type Fault, type FaultKind } from "./fault.ts";
import { CALL_FAULTS, type Process } from "./process.ts";
import { type SimulatedTokens, VAULT_LAG_MS } from "./simulated-tokens.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "slow", "late-answer", "kill", "freeze"];
const REFRESH_FAULTS: readonly FaultKind[] = [...CALL_FAULTS, "not-sent", "rate-limited", "refuse"];

/** The tokens as one process gets at them: every call may go wrong. */
export interface AccountOutside {
  readonly tokens: SimulatedTokens;
  readonly now: () => number;
}

export function accountPorts(
  { tokens, now }: AccountOutside,
  process: Process,
): Pick<AccountServices, "vault" | "states"> {
  return {
    vault: {
      credentials: ({ channelId }, { fresh = false } = {}) =>
        process.call({
          name: "credentials",
          kinds: [...READ_FAULTS, "no-token", "stale-vault"],
          effect: (fault) => {
            if (fault?.kind === "no-token") throw new CredentialsMissingError(channelId);
            const { stored, storedAt } = tokens.of(channelId);
            const mayBeStale = !fresh || now() - storedAt < VAULT_LAG_MS;
            const shown = fault?.kind === "stale-vault" && mayBeStale ? stored.at(-2) : undefined;
            const newest = shown ?? stored.at(-1);
            if (!newest) throw new CredentialsMissingError(channelId);
            return newest;
          },
        }),
      store: (channelId, token) =>
        process.call({ name: "store-token", kinds: CALL_FAULTS, effect: () => tokens.store(channelId, token, now()) }),
    },
    states: states(tokens, process),
  };
}

function states(tokens: SimulatedTokens, process: Process): ChannelStates {
  const write = <Result>(name: string, effect: () => Result) => process.call({ name, kinds: CALL_FAULTS, effect });
  return {
    parking: (channelId) =>
      process.call({ name: "parking", kinds: READ_FAULTS, effect: () => tokens.of(channelId).parking }),
    park: (channelId, parking) =>
      write("park", () => {
        const truth = tokens.of(channelId);
        if (truth.parking || truth.knownVersion > parking.tokenVersion) return false;
        truth.parking = parking;
        return true;
      }),
    unpark: (channelId) =>
      write("unpark", () => {
        const truth = tokens.of(channelId);
        const wasParked = truth.parking !== undefined;
        truth.parking = undefined;
        return wasParked;
      }),
    markTold: (channelId, toldAt) =>
      write("mark-told", () => {
        const truth = tokens.of(channelId);
        if (truth.parking) truth.parking = { ...truth.parking, toldAt };
      }),
    lock: (channelId, { lockId, now, until }) =>
      write("lock-token", () => {
        const truth = tokens.of(channelId);
        if (truth.lock && truth.lock.until >= now) return { isOurs: false };
        truth.lock = { id: lockId, until };
        return { isOurs: true, knownVersion: truth.knownVersion };
      }),
    unlock: (channelId, lockId, stored) =>
      write("unlock-token", () => {
        const truth = tokens.of(channelId);
        if (truth.lock?.id !== lockId) return;
        truth.lock = undefined;
        truth.knownVersion = stored ?? truth.knownVersion;
      }),
  };
}

/** The network looks at every token first; in some worlds it refreshes them. */
export function withTokens(
  network: Network & { readonly publishing: Publishing },
  outside: AccountOutside,
  process: Process,
): Network {
  const { publishing, replies } = network;
  const { confirm } = publishing;
  const isGood = ({ channel, credentials }: NetworkContext) =>
    outside.tokens.takes(channel.channelId, credentials.accessToken, outside.now());
  const mustBeGood = (context: NetworkContext) => {
    if (!isGood(context)) throw new TokenRejectedError("the token is expired");
  };
  return {
    ...network,
    ...(outside.tokens.isExpiring && { auth: auth(network.name, outside, process) }),
    ...(replies && {
      replies: {
        ...replies,
        send: async (text, target, key, context) =>
          isGood(context) ? await replies.send(text, target, key, context) : EXPIRED,
        find: async (text, target, attemptedAt, context) => {
          mustBeGood(context);
          return await replies.find(text, target, attemptedAt, context);
        },
      },
    }),
    publishing: {
      ...publishing,
      stage: async (draft, progress, context) => {
        mustBeGood(context);
        return await publishing.stage(draft, progress, context);
      },
      commit: async (draft, progress, key, context) =>
        isGood(context) ? await publishing.commit(draft, progress, key, context) : EXPIRED,
      find: async (sought, context) => {
        mustBeGood(context);
        return await publishing.find(sought, context);
      },
      ...(confirm && {
        confirm: async (remoteId, context) => {
          mustBeGood(context);
          return await confirm(remoteId, context);
        },
      }),
    },
  };
}

const EXPIRED: CommitOutcome = { outcome: "notAccepted", because: "token", reason: "the token is expired" };

function auth(name: string, { tokens, now }: AccountOutside, process: Process): Auth {
  const refresh = ({ refreshToken = "" }: Credentials) =>
    process.call({
      name: "refresh-token",
      weight: 2,
      kinds: REFRESH_FAULTS,
      failure: ({ kind }) => new OutcomeUnknownError(FAULTS[kind]),
      effect: (fault) => {
        throwFor(fault);
        const token = tokens.refresh(channelIdOf(name), refreshToken, process, now());
        if (!token) throw new TokenRejectedError("the refresh token is not good");
        return token;
      },
    });
  return { canRefresh: ({ refreshToken }) => refreshToken !== undefined, refresh };
}

function throwFor(fault: Fault | undefined): void {
  if (fault?.kind === "not-sent") throw new NotSentError(FAULTS[fault.kind]);
  if (fault?.kind === "rate-limited") throw new RateLimitedError(FAULTS[fault.kind]);
  if (fault?.kind === "refuse") throw new TokenRejectedError(FAULTS[fault.kind]);
}

export function channelIdOf(network: string): string {
  return `channel-of-${network}`;
}
