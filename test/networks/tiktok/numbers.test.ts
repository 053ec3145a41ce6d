import { describe, expect, it } from "vitest";
import { publish } from "#test/support/network-world.ts";
import { startTikTok } from "./tiktok-world.ts";

const HOUR_MS = 60 * 60_000;

describe("numbers of a post on TikTok", () => {
  it("are found by its publish id, and by the id of the post itself", async () => {
    const world = startTikTok();
    await publish(world, world.draft());
    world.advance(HOUR_MS);
    const [post] = world.simulator.truth.posts;
    const numbers = (id = "") => world.network.insights?.post(id, world.context);

    const byPublishId = await numbers(post?.remoteId);

    expect(Object.keys(byPublishId ?? {}).toSorted()).toEqual(["comments", "likes", "shares", "views"]);
    expect(await numbers(post?.url.split("/").at(-1))).toEqual(byPublishId);
  });

  it.each([
    ["is private", {}, { options: { privacy: "private" } }],
    ["TikTok still looks at", { moderationMs: 2 * HOUR_MS }, {}],
  ])("are not there of one that %s", async (_, behaviour, change) => {
    const world = startTikTok(behaviour);
    await publish(world, world.draft(change));
    world.advance(HOUR_MS);

    expect(await world.network.insights?.post(world.simulator.truth.posts[0]?.remoteId ?? "", world.context)).toEqual(
      {},
    );
  });
});

describe("the access to TikTok", () => {
  const examine = (change: object) => {
    const { network, context } = startTikTok();
    return network.access?.examine({ ...context, ...change });
  };

  it("lacks what the token was not granted for", async () => {
    const { context } = startTikTok();
    const credentials = { ...context.credentials, scopes: ["user.info.basic", "video.list"] };

    expect(await examine({ credentials })).toEqual({ missingScopes: ["video.publish"] });
  });
});
