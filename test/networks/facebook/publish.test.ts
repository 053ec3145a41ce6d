import { describe, expect, it } from "vitest";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { NotReadyError } from "#lib/networks/errors.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import type { Http, HttpResponse } from "#lib/networks/http.ts";
import {
  aDraft,
  type NetworkWorld,
  publish,
  publishingOf,
  stageAll,
  startNetwork,
  tinyJpeg,
} from "#test/support/network-world.ts";
import { simulatedHttp } from "#test/support/simulated-http.ts";

function start() {
  return startNetwork({
    name: "facebook",
    network: facebook,
    createSimulator: createFacebookSimulator,
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
}

const photos = (count: number): Draft["media"] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${index}.jpg`,
    kind: "image",
    contentType: "image/jpeg",
    sizeBytes: tinyJpeg.length,
    altText: `photo ${index}`,
  }));

const text = (written: string): Draft => ({ text: written, media: [] });

const taggedLink = "https://acme.example/soldes?utm_source=facebook&utm_content=row-7";

async function loseConfirmation(world: NetworkWorld, draft: Draft) {
  const progress = draft.media.length > 0 ? (await stageAll(world, draft)).progress : undefined;
  const sought = { draft, progress, commitKey: "row-7-1", attemptedAt: world.now() };
  world.simulator.trouble.dropAfterAccept = 1;
  const outcome = await publishingOf(world).commit(draft, progress, "key", world.context);
  expect(outcome.outcome).toBe("ambiguous");
  return sought;
}

describe("facebook publishing", () => {
  it("publishes a text and tells its address at once", async () => {
    const world = start();

    const outcome = await publish(world, text("Bonjour l'été 🌞"));

    const [post] = world.simulator.truth.posts;
    expect(post).toMatchObject({ text: "Bonjour l'été 🌞", media: [] });
    expect(outcome).toEqual({ outcome: "accepted", remoteId: post?.remoteId, url: post?.url });
  });

  it("publishes a link as a card", async () => {
    const world = start();

    await publish(world, { text: "Soldes", link: taggedLink, media: [] });

    expect(world.simulator.truth.posts).toMatchObject([{ text: "Soldes", link: taggedLink }]);
  });

  it("uploads one photo per step, then publishes them in order with their alternative texts", async () => {
    const world = start();
    const draft = { text: "Trois photos", link: taggedLink, media: photos(3) };

    const { steps } = await stageAll(world, draft);
    await publish(world, draft);

    expect(steps.map(({ status }) => status)).toEqual(["continue", "continue", "continue", "staged"]);
    const [post] = world.simulator.truth.posts;
    expect(post?.text).toBe(`Trois photos\n\n${taggedLink}`);
    expect(post?.media.map(({ altText }) => altText)).toEqual(["photo 0", "photo 1", "photo 2"]);
  });

  it("says when uploaded photos expire, and uploads them again after that", async () => {
    const world = start();
    const { steps, progress } = await stageAll(world, aDraft());
    const last = steps.at(-1);

    expect(last?.status === "staged" && last.expiresAt).toEqual(new Date("2026-11-24T09:00:00Z"));
    world.advance(24 * 60 * 60_000);
    expect((await stageAll(world, aDraft(), progress)).steps.map(({ status }) => status)).toEqual([
      "continue",
      "staged",
    ]);
  });

  it("takes a refusal of the same text for evidence, not for success", async () => {
    const world = start();
    await publish(world, text("deux fois"));

    expect(await publish(world, text("deux fois"))).toMatchObject({
      outcome: "rejected",
      duplicate: true,
      code: "506/1455006",
    });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("is refused when the photos are already in a post", async () => {
    const world = start();
    const { progress } = await stageAll(world, aDraft());
    const commit = () => publishingOf(world).commit(aDraft(), progress, "key", world.context);

    expect((await commit()).outcome).toBe("accepted");
    expect(await commit()).toMatchObject({ outcome: "rejected", duplicate: true, code: "100/1366051" });
  });

  it("confirms what is live", async () => {
    const world = start();
    await publish(world, text("Bonjour"));
    const [post] = world.simulator.truth.posts;

    const confirmed = await publishingOf(world).confirm?.(post?.remoteId ?? "", world.context);

    expect(confirmed).toEqual({ isLive: true, url: post?.url });
  });

  it("needs the app's secret", async () => {
    const world = start();
    const context = { ...world.context, credentials: { accessToken: world.context.credentials.accessToken } };

    const outcome = await publishingOf(world).commit(text("Bonjour"), undefined, "key", context);

    expect(outcome).toMatchObject({ outcome: "rejected", reason: expect.stringContaining("appsecret_proof") });
  });

  it("stages nothing that Facebook cannot fetch", async () => {
    const world = start();
    const simulator = createFacebookSimulator({
      now: world.now,
      random: () => 0.5,
      deliver: async () => 200,
      fetchMedia: async () => {
        throw new Error("403");
      },
      channel: { ...world.channel, displayName: "Acme", appSecret: "s", accessToken: "t" },
    });
    const credentials = { appSecret: "s", accessToken: "t" };
    const context = { ...world.context, credentials, http: simulatedHttp([simulator]) };

    await expect(publishingOf(world).stage(aDraft(), undefined, context)).rejects.toMatchObject({
      code: "324/2069019",
    });
    await expect(publishingOf(world).stage(aDraft(), undefined, context)).rejects.not.toBeInstanceOf(NotReadyError);
  });
});

describe("facebook find", () => {
  it.each([
    ["photos", aDraft({ text: "" })],
    ["tagged link", { text: "", link: taggedLink, media: [] }],
    ["text", text("Bonjour l'été 🌞")],
  ])("finds a post by its %s", async (_, draft) => {
    const world = start();
    const sought = await loseConfirmation(world, draft);
    const [post] = world.simulator.truth.posts;

    expect(await publishingOf(world).find(sought, world.context)).toEqual({
      found: true,
      remoteId: post?.remoteId,
      url: post?.url,
    });
  });

  it("finds the right one of two posts with one text by its tagged link", async () => {
    const world = start();
    await publish(world, { text: "Soldes", link: "https://acme.example/soldes?utm_content=row-6", media: [] });
    const sought = await loseConfirmation(world, { text: "Soldes", link: taggedLink, media: [] });

    const found = await publishingOf(world).find(sought, world.context);

    expect(found).toMatchObject({ found: true, remoteId: world.simulator.truth.posts[1]?.remoteId });
  });

  it("does not take another post for ours because both have a tag that their author wrote", async () => {
    const world = start();
    const attemptedAt = world.now();
    const link = "https://acme.example/soldes?utm_content=soldes";
    await publish(world, { text: "Soldes", link, media: [] });

    const sought = { draft: { text: "Derniers jours", link, media: [] }, commitKey: "row-7-1", attemptedAt };

    expect(await publishingOf(world).find(sought, world.context)).toEqual({ found: false, because: "absent" });
  });

  it("does not take a post with the same text and another publication's tag", async () => {
    const world = start();
    const attemptedAt = world.now();
    await publish(world, { text: "Soldes", link: "https://acme.example/soldes?utm_content=row-6", media: [] });

    const sought = { draft: { text: "Soldes", link: taggedLink, media: [] }, commitKey: "key", attemptedAt };

    expect(await publishingOf(world).find(sought, world.context)).toEqual({ found: false, because: "absent" });
  });

  it("leaves a post with the same text and other photos to a person", async () => {
    const world = start();
    const attemptedAt = world.now();
    await publish(world, aDraft());
    const { progress } = await stageAll(world, aDraft());

    const sought = { draft: aDraft(), progress, commitKey: "key", attemptedAt };

    expect(await publishingOf(world).find(sought, world.context)).toMatchObject({ because: "cannot-know" });
  });

  it("does not take a post from before the attempt", async () => {
    const world = start();
    await publish(world, text("chaque jour"));
    world.advance(61_000);

    const sought = { draft: text("chaque jour"), commitKey: "key", attemptedAt: world.now() };

    expect(await publishingOf(world).find(sought, world.context)).toEqual({ found: false, because: "absent" });
  });

  it("finds a post of a crowd below more than one page of later ones", async () => {
    const world = start();
    const attemptedAt = world.now();
    for (let index = 0; index < 250; index += 1) await publish(world, text(`n° ${index}`));
    const find = (draft: Draft) => publishingOf(world).find({ draft, commitKey: "key", attemptedAt }, world.context);

    expect(await find(text("n° 3"))).toMatchObject({ found: true, remoteId: world.simulator.truth.posts[3]?.remoteId });
    expect(await find(text("perdu"))).toEqual({ found: false, because: "absent" });
  });

  it("counts a post once that moves to the next page while it looks", async () => {
    const world = start();
    const attemptedAt = world.now();
    for (let index = 0; index < 150; index += 1) await publish(world, text(`n° ${index}`));
    const http: Http = async (request) => await shifted(await world.context.http(request));
    // Whatever Graph promises of its cursors: here the last post of each page comes again as the first of the next.
    let last: unknown[] = [];
    const shifted = (response: HttpResponse): HttpResponse => {
      const page = JSON.parse(response.text);
      const data = [...last, ...page.data];
      last = page.data.slice(-1);
      return { ...response, text: JSON.stringify({ ...page, data }) };
    };

    const sought = { draft: text("n° 50"), commitKey: "key", attemptedAt };

    expect(await publishingOf(world).find(sought, { ...world.context, http })).toMatchObject({ found: true });
  });

  it("cannot know when more was posted since than it looks through", async () => {
    const world = start();
    const attemptedAt = world.now();
    for (let index = 0; index < 501; index += 1) await publish(world, text(`n° ${index}`));

    const found = await publishingOf(world).find(
      { draft: text("perdu"), commitKey: "key", attemptedAt },
      world.context,
    );

    expect(found).toMatchObject({ found: false, because: "cannot-know" });
  });
});
