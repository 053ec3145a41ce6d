import { describe, expect, it } from "vitest";
import { TokenRejectedError } from "#lib/networks/errors.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { makeTrouble, startNetwork } from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

const examinable = simulatedNetworks.filter(({ network }) => network.access);
const named = (name: string) => examinable.find((each) => each.network.name === name) ?? fail(name);

function fail(name: string): never {
  throw new Error(`${name} cannot be asked about tokens`);
}

describe.each(examinable)("the access to $network.name", (simulated) => {
  it("is fine with a good token", async () => {
    const { network, context } = startNetwork(simulated);

    expect(await network.access?.examine(context)).toMatchObject({ missingScopes: [] });
  });

  it("is told to be refused with a dead one", async () => {
    const world = startNetwork(simulated);
    makeTrouble(world, "tokenExpired");

    await expect(world.network.access?.examine(world.context)).rejects.toThrow(TokenRejectedError);
  });

  it("shows nothing to followers", async () => {
    const { network, context, simulator } = startNetwork(simulated);
    await network.access?.examine(context);

    expect(simulator.truth.posts).toEqual([]);
  });
});

describe.each([
  ["facebook", createFacebookSimulator, "pages_manage_posts"],
  ["instagram", createInstagramSimulator, "instagram_content_publish"],
] as const)("a token of %s", (name, createSimulator, scope) => {
  it("is told to lack a permission, and when it ends", async () => {
    const tokenExpiresAt = new Date("2027-01-01T00:00:00Z");
    const grants = { tokenScopes: ["pages_read_engagement", "instagram_basic"], tokenExpiresAt };
    const { network, context } = startNetwork({
      ...named(name),
      createSimulator: (options) => createSimulator({ ...options, ...grants }),
    });

    expect(await network.access?.examine(context)).toEqual({ missingScopes: [scope], expiresAt: tokenExpiresAt });
  });
});

describe("a token that opens another channel", () => {
  it.each([
    ["facebook", /not the Page's: it speaks for .+, with the id \d+/],
    ["instagram", /does not open the Instagram account with the id 4711/],
    ["tiktok", /speaks for another account, with the id \d+/],
    ["x", /speaks for another profile, with the id \d+/],
  ])("is told to be refused by %s, and why", async (name, words) => {
    const { network, context } = startNetwork(named(name));
    const channel = { ...context.channel, remoteId: "4711" };

    const examining = network.access?.examine({ ...context, channel });

    await expect(examining).rejects.toThrow(TokenRejectedError);
    await expect(examining).rejects.toThrow(words);
  });
});
