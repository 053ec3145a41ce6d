import { describe, expect, it } from "vitest";
import { examineToken } from "#lib/app/accounts/examine-token.ts";
import { NotSentError } from "#lib/networks/errors.ts";
import { startNetwork } from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

const examinable = simulatedNetworks.filter(({ network }) => network.access);

describe.each(examinable)("a token of $network.name that a person brings", (simulated) => {
  const start = () => {
    const world = startNetwork(simulated);
    const { channel, context, network, now } = world;
    const services = { findNetwork: () => network, http: context.http, clock: { now, sleep: async () => {} } };
    return { channel, credentials: context.credentials, services };
  };

  it("is taken when it is good", async () => {
    const { channel, credentials, services } = start();

    expect(await examineToken(channel, credentials, services)).toEqual([]);
  });

  it("is refused before it is stored when the network does not take it (Postiz #1679)", async () => {
    const { channel, credentials, services } = start();

    const problems = await examineToken(channel, { ...credentials, accessToken: "undefined___token" }, services);

    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain("must-not-leak");
  });

  it("is not held up by a network that cannot be asked", async () => {
    const { channel, credentials, services } = start();
    const http = () => Promise.reject(new NotSentError("no connection"));

    expect(await examineToken(channel, credentials, { ...services, http })).toEqual([]);
  });
});

describe("a token of another profile", () => {
  it("is refused by X, which says whose it is", async () => {
    const [simulated] = examinable.filter(({ name }) => name === "x");
    if (!simulated) throw new Error("X can be asked");
    const { channel, context, network, now } = startNetwork(simulated);
    const services = { findNetwork: () => network, http: context.http, clock: { now, sleep: async () => {} } };

    const problems = await examineToken({ ...channel, remoteId: "42" }, context.credentials, services);

    expect(problems).toEqual([expect.stringContaining("another profile")]);
  });
});
