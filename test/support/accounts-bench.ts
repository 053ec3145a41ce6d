import type { AccountServices } from "#lib/app/accounts/account-services.ts";
import { channelOpener } from "#lib/app/accounts/channel-access.ts";
import {
  type ChannelStates,
  CredentialsMissingError,
  type StoredCredentials,
  type TokenLock,
} from "#lib/app/accounts/ports.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import type { Parking } from "#lib/domain/accounts/channel-condition.ts";
import { accountsEvents } from "#lib/domain/accounts/events.ts";
import type { Auth, Credentials, Network, NewToken } from "#lib/networks/network.ts";
import { ScriptedNetwork } from "./scripted-network.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };

/** The vault in memory; what is stored under a token that says nothing about it stays. */
export class InMemoryVault {
  readonly stored: StoredCredentials[];
  /** Called before every write: a test throws here to make the vault fail. */
  beforeStore: () => void = () => {};

  constructor(first: StoredCredentials = { accessToken: "t1", refreshToken: "r1", version: 1 }) {
    this.stored = [first];
  }

  async credentials(): Promise<StoredCredentials> {
    await Promise.resolve();
    const newest = this.stored.at(-1);
    if (!newest) throw new CredentialsMissingError(channel.channelId);
    return newest;
  }

  async store(_channelId: string, token: NewToken): Promise<number> {
    await Promise.resolve();
    this.beforeStore();
    const known = this.stored.at(-1);
    const version = (known?.version ?? 0) + 1;
    const { expiresAt, refreshToken = known?.refreshToken } = token;
    this.stored.push({ ...known, ...token, refreshToken, expiresAt, version });
    return version;
  }
}

export class InMemoryStates implements ChannelStates {
  parked: Parking | undefined;
  knownVersion = 0;
  #lock: TokenLock | undefined;

  async parking() {
    return this.parked;
  }

  async park(_channelId: string, parking: Parking) {
    if (this.parked || this.knownVersion > parking.tokenVersion) return false;
    this.parked = parking;
    return true;
  }

  async unpark() {
    const wasParked = this.parked !== undefined;
    this.parked = undefined;
    return wasParked;
  }

  async markTold(_channelId: string, toldAt: Date) {
    if (this.parked) this.parked = { ...this.parked, toldAt };
  }

  async lock(_channelId: string, lock: TokenLock) {
    if (this.#lock && this.#lock.until >= lock.now) return { isOurs: false as const };
    this.#lock = lock;
    return { isOurs: true as const, knownVersion: this.knownVersion };
  }

  async unlock(_channelId: string, lockId: string, stored?: number) {
    if (this.#lock?.lockId !== lockId) return;
    this.#lock = undefined;
    this.knownVersion = stored ?? this.knownVersion;
  }
}

type Refresh = (credentials: Credentials) => Promise<NewToken>;

/** Channels and their tokens, with a network that refreshes as a test says. */
export function accountsBench() {
  const clock = new VirtualClock("2026-11-24T09:00:00.000Z");
  const vault = new InMemoryVault();
  const states = new InMemoryStates();
  const events: DomainEvent[] = [];
  /** The refresh tokens that the network was shown. */
  const refreshes: (string | undefined)[] = [];
  const state = { ids: 0 };
  const network = new ScriptedNetwork().network;
  const script: { refresh: Refresh | undefined } = {
    refresh: async () => ({ accessToken: `t${refreshes.length + 1}`, refreshToken: `r${refreshes.length + 1}` }),
  };
  const auth: Auth = {
    canRefresh: ({ refreshToken }) => refreshToken !== undefined,
    refresh: async (credentials) => {
      refreshes.push(credentials.refreshToken);
      if (!script.refresh) throw new Error("no refresh was written down");
      return await script.refresh(credentials);
    },
  };
  const findNetwork = (): Network => (script.refresh ? { ...network, auth } : network);
  const services: AccountServices = {
    clock,
    newId: () => `id-${++state.ids}`,
    vault,
    states,
    findNetwork,
    http: () => Promise.reject(new Error("no network in this test")),
    events: { publish: async (batch) => void events.push(...batch.map(checked)) },
    log: { info: () => {}, warn: () => {} },
  };
  return {
    clock,
    vault,
    states,
    services,
    script,
    refreshes,
    events,
    told: () => events.map(({ type }) => type),
    open: () => clock.run(channelOpener(services)(channel)),
  };
}

/** Refuses an event that its own schema does not know, as a consumer would. */
function checked(event: DomainEvent): DomainEvent {
  const schema = Object.entries(accountsEvents).find(([name]) => name === event.type)?.[1];
  if (!schema) throw new Error(`no event ${event.type}`);
  return { ...event, detail: schema.strict().parse(JSON.parse(JSON.stringify(event.detail))) };
}
