import { describe, expect, it } from "vitest";
import type { FollowUpKind } from "#lib/domain/publishing/follow-up.ts";
import {
  eventsOf,
  makeTrouble,
  type NetworkWorld,
  publish,
  publishingOf,
  startNetwork,
} from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

/* What every network promises about what we say below our own posts, held against its own simulator. */

const offered = simulatedNetworks.flatMap((simulated) =>
  (simulated.network.publishing?.followUps?.kinds ?? []).map((kind) => ({ simulated, kind, name: simulated.name })),
);

const draft = { text: "#été #soleil", media: [] };

function followUpsOf(world: NetworkWorld) {
  const { followUps } = publishingOf(world);
  if (!followUps) throw new Error(`${world.network.name} takes nothing below a post`);
  return followUps;
}

/** A post that is out, and what is to follow it. */
async function belowAPost({ simulated }: (typeof offered)[number]) {
  const world = startNetwork(simulated);
  const posted = await publish(world, world.draft());
  const parentRemoteId = posted.outcome === "accepted" ? posted.remoteId : "";
  const followUps = followUpsOf(world);
  const sought = { draft, commitKey: "p1.comment-1", attemptedAt: world.now() };
  const ours = () => world.simulator.truth.messages.filter(({ isOurs }) => isOurs);
  return {
    world,
    parentRemoteId,
    ours,
    commit: (parent = parentRemoteId, text = draft.text) =>
      followUps.commit({ text, media: [] }, parent, sought.commitKey, world.context),
    find: () => {
      world.advance(followUps.settleMs);
      return followUps.find(sought, parentRemoteId, world.context);
    },
  };
}

describe.each(offered)("what $name promises about a $kind below a post", (each) => {
  it("shows it once, below that post, and makes no other post", async () => {
    const { world, parentRemoteId, ours, commit } = await belowAPost(each);

    const outcome = await commit();

    expect(ours()).toMatchObject([{ text: draft.text, postRemoteId: parentRemoteId }]);
    expect(outcome).toMatchObject({ outcome: "accepted", remoteId: ours()[0]?.remoteId });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it.each(["dropAfterAccept", "errorAfterAccept"] as const)("is ambiguous after %s, and is found", async (trouble) => {
    const { world, ours, commit, find } = await belowAPost(each);
    makeTrouble(world, trouble);

    const outcome = await commit();

    expect(outcome.outcome).toBe("ambiguous");
    expect(ours()).toHaveLength(1);
    expect(await find()).toMatchObject({ found: true, remoteId: ours()[0]?.remoteId });
  });

  it("is ambiguous after errorBeforeAccept, and is found absent", async () => {
    const { world, ours, commit, find } = await belowAPost(each);
    makeTrouble(world, "errorBeforeAccept");

    expect((await commit()).outcome).toBe("ambiguous");
    expect(await find()).toEqual({ found: false, because: "absent" });
    expect(ours()).toEqual([]);
  });

  it("is not taken for a customer's message", async () => {
    const { world, commit } = await belowAPost(each);

    await commit();

    const messages = eventsOf(world).filter((event) => event.type === "message");
    expect(messages.filter((message) => !("isOwn" in message && message.isOwn))).toEqual([]);
  });

  it("is not taken for the same words of a customer", async () => {
    const { world, parentRemoteId, find } = await belowAPost(each);
    await world.simulator.customer.comment({ postRemoteId: parentRemoteId, author: "Ana", text: draft.text });

    expect(await find()).toEqual({ found: false, because: "absent" });
  });

  it("is refused below a post that is not there", async () => {
    const { world, ours, commit } = await belowAPost(each);

    const outcome = await commit("1729999999999999999");

    expect(outcome.outcome).toBe("rejected");
    expect(ours()).toEqual([]);
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("refuses a text that is too long, with a remedy", async () => {
    const { world } = await belowAPost(each);
    const text = "a".repeat(world.network.limits.textLength * 10);

    expect(followUpsOf(world).check(draft, each.kind)).toEqual([]);
    expect(followUpsOf(world).check({ text, media: [] }, each.kind)).toMatchObject([
      { problem: expect.any(String), remedy: expect.stringMatching(/./) },
    ]);
  });
});

const threaded = offered.filter(({ kind }) => kind === ("thread" satisfies FollowUpKind));

describe.each(threaded)("a thread on $name", (each) => {
  it("has each part below the one before", async () => {
    const { ours, commit } = await belowAPost(each);

    const second = await commit(undefined, "second");
    const third = await commit(second.outcome === "accepted" ? second.remoteId : "", "third");

    expect(third.outcome).toBe("accepted");
    expect(ours()).toMatchObject([{ text: "second" }, { text: "third", inReplyToRemoteId: ours()[0]?.remoteId }]);
  });
});
