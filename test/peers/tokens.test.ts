import { describe, expect, it } from "vitest";
import type { AccountServices } from "#lib/app/accounts/account-services.ts";
import { channelOpener } from "#lib/app/accounts/channel-access.ts";
import { examineToken } from "#lib/app/accounts/examine-token.ts";
import { reconnectChannel } from "#lib/app/accounts/reconnect-channel.ts";
import type { Http } from "#lib/networks/http.ts";
import type { NetworkContext } from "#lib/networks/network.ts";
import { InMemoryStates, InMemoryVault } from "#test/support/accounts-bench.ts";
import {
  aDraft,
  type NetworkWorld,
  publishingOf,
  secrets,
  stageAll,
  startNetwork,
} from "#test/support/network-world.ts";
import { type SimulatedNetwork, simulatedNetworks } from "#test/support/simulated-networks.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

/** What users of other publishers saw: the numbers are those of docs/exactly-once.md. */
const grant = { refreshToken: "first-refresh-token", clientId: "our-app", clientSecret: "its-secret" };
const DAY_MS = 24 * 60 * 60_000;

/** A channel whose access token has run out, and the vault and table that all workers share. */
async function start(simulated: SimulatedNetwork, answer: (text: string) => string = (text) => text) {
  const world = startNetwork(simulated, grant);
  const { progress } = await stageAll(world, simpleDraft(world, "staged"));
  const clock = new VirtualClock(new Date(world.now().getTime() + DAY_MS).toISOString());
  world.advance(DAY_MS);
  const client = { id: grant.clientId, secret: grant.clientSecret };
  const vault = new InMemoryVault({ ...secrets, refreshToken: grant.refreshToken, client, version: 1 });
  const refreshes: string[] = [];
  const http: Http = async (request) => {
    if (!/\/token\/?$/.test(request.url.pathname)) return await world.context.http(request);
    refreshes.push(String(request.body));
    const response = await world.context.http(request);
    return { ...response, text: answer(response.text) };
  };
  let ids = 0;
  const services: AccountServices = {
    clock,
    newId: () => `w${++ids}`,
    vault,
    states: new InMemoryStates(),
    findNetwork: () => simulated.network,
    http,
    events: { publish: async () => {} },
    log: { info: () => {}, warn: () => {} },
  };
  const commit = (text: string) => (context: NetworkContext) =>
    publishingOf(world).commit(simpleDraft(world, text), progress, text, { ...context, media: world.context.media });
  const send = async (text: string) =>
    await (await channelOpener(services)(world.channel)).commit(commit(text), () => true);
  return { world, clock, vault, services, refreshes, send };
}

/** What one request with the token publishes: words alone, or with a picture where the network wants one. */
function simpleDraft(world: NetworkWorld, text: string) {
  const words = { text, media: [] };
  const isTaken = publishingOf(world).check(words, world.channel).length === 0;
  return isTaken ? words : aDraft({ text, options: { privacy: "public" } });
}

describe.each(simulatedNetworks.filter(({ network }) => network.auth))("on $name", (simulated) => {
  it("20: two workers find the token expired at the same moment: one refresh, and both posts are out", async () => {
    const { clock, refreshes, send, world } = await start(simulated);

    const outcomes = await clock.run(Promise.all([send("one"), send("two")]));

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
    expect(refreshes).toHaveLength(1);
    expect(world.simulator.truth.posts.map(({ text }) => text).toSorted()).toEqual(["one", "two"]);
  });

  it("21: an answer without a refresh token, to a refresh or to a new consent, leaves the one that is stored", async () => {
    const forgetful = (text: string) => JSON.stringify({ ...JSON.parse(text), refresh_token: undefined });
    const { clock, send, services, vault, world } = await start(simulated, forgetful);
    await clock.run(send("one"));
    expect(vault.stored.at(-1)).toMatchObject({ refreshToken: grant.refreshToken, version: 2 });

    await clock.run(reconnectChannel(world.channel, { accessToken: "by-hand" }, services));
    expect(vault.stored.at(-1)).toMatchObject({ accessToken: "by-hand", refreshToken: grant.refreshToken });
  });
});

describe.each(simulatedNetworks.filter(({ network }) => network.access))("on $name", (simulated) => {
  it("22: a token that opens nothing is refused to the person who brings it, not to the first post", async () => {
    const { world, services } = await start(simulated);
    const undefinedToken = { ...world.context.credentials, accessToken: "undefined___token" };

    expect(await examineToken(world.channel, undefinedToken, services)).toHaveLength(1);
  });
});
