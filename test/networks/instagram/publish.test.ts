import { describe, expect, it } from "vitest";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { Http } from "#lib/networks/http.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { rates } from "#lib/networks/instagram/rates.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { Progress } from "#lib/networks/network.ts";
import type { SimulatorOptions } from "#lib/networks/simulator.ts";
import { aVideo, type VideoWish } from "#test/support/media-files.ts";
import { aDraft, publish, publishingOf, stageAll, startNetwork, tinyJpeg } from "#test/support/network-world.ts";

const mp4 = { contentType: "video/mp4", bytes: await aVideo() };

function start(changed: Partial<Parameters<typeof createInstagramSimulator>[0]> = {}) {
  const fetchMedia: SimulatorOptions["fetchMedia"] = async ({ pathname }) =>
    pathname.endsWith(".mp4") ? mp4 : { contentType: "image/jpeg", bytes: tinyJpeg };
  return startNetwork({
    name: "instagram",
    network: instagram,
    createSimulator: (options) => createInstagramSimulator({ ...options, fetchMedia, ...changed }),
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
}

const image: DraftMedia = {
  name: "été.jpg",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: 9,
  altText: "Un soleil",
};
const video: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 8 };

const HOUR_MS = 60 * 60_000;

describe("instagram staging", () => {
  it("creates an image's container, waits for it, and says when it expires", async () => {
    const world = start();

    const { steps } = await stageAll(world, aDraft());

    expect(steps.map(({ status }) => status)).toEqual(["wait", "staged"]);
    expect(steps.at(-1)).toMatchObject({ expiresAt: new Date("2026-11-24T09:00:00Z") });
  });

  it("waits longer and longer for a reel", async () => {
    const world = start({ videoProcessingMs: 60_000 });

    const { steps } = await stageAll(world, { text: "Un film", media: [video] });

    const waits = steps.map((step) => (step.status === "wait" ? step.afterMs : step.status));
    expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, "staged"]);
  });

  it("creates a carousel only when all its items are finished", async () => {
    const world = start();
    const draft = { text: "Trois", media: [image, video, { ...image, altText: "Une lune" }] };

    await publish(world, draft);

    const [post] = world.simulator.truth.posts;
    expect(post?.media.map(({ kind, altText }) => altText ?? kind)).toEqual(["Un soleil", "video", "Une lune"]);
    expect(post?.text).toBe("Trois");
  });

  it("begins anew when containers have expired", async () => {
    const world = start();
    const { progress } = await stageAll(world, aDraft());
    world.advance(24 * HOUR_MS);

    const { steps } = await stageAll(world, aDraft(), progress);

    expect(steps.map(({ status }) => status)).toEqual(["continue", "wait", "staged"]);
  });

  it("gives a stuck container up after twenty minutes, and all of it after three attempts", async () => {
    const world = start({ imageProcessingMs: 48 * HOUR_MS });
    const began = world.now();

    const refusal = await stageUntilRefused(world);

    expect(refusal).toMatchObject({ name: "ContentRejectedError", code: "stuck" });
    expect(world.now().getTime() - began.getTime()).toBeLessThan(2 * HOUR_MS);
  });

  it.each<[string, VideoWish]>([
    ["is a WebM", { container: "webm" }],
    ["is coded as VP9", { codec: "vp9" }],
    ["lasts two seconds", { seconds: 2 }],
    ["has ten pictures a second", { frameRate: 10 }],
    ["is too wide", { width: 3840, height: 2160 }],
    ["breaks off", { headers: "last" }],
  ])("refuses a video that %s, with Instagram's reason", async (flaw, wish) => {
    const whole = await aVideo(wish);
    const bytes = flaw === "breaks off" ? whole.subarray(0, whole.length / 2) : whole;
    const world = start({ fetchMedia: async () => ({ contentType: "video/mp4", bytes }) });

    await expect(stageAll(world, { text: "", media: [video] })).rejects.toMatchObject({
      name: "ContentRejectedError",
      code: "2207026",
    });
  });

  it.each([
    ["is no JPEG", new Uint8Array([0x89, 0x50, 0x4e, 0x47]), "36001/2207005"],
    ["is too large", new Uint8Array(8 * 1024 * 1024 + 1).fill(0xff), "36000/2207004"],
    ["is too wide", jpeg({ width: 2000, height: 1000 }), "36003/2207009"],
    ["is too tall", jpeg({ width: 700, height: 1000 }), "36003/2207009"],
  ])("refuses an image that %s", async (_, bytes, code) => {
    const world = start({ fetchMedia: async () => ({ contentType: "image/jpeg", bytes }) });

    await expect(stageAll(world, aDraft())).rejects.toMatchObject({ name: "ContentRejectedError", code });
  });

  it("tries later when Instagram cannot fetch the image now", async () => {
    const fetchMedia = async () => {
      throw new Error("503");
    };

    await expect(stageAll(start({ fetchMedia }), aDraft())).rejects.toMatchObject({
      retry: "later",
      code: "9004/2207052",
    });
  });

  it("publishes a caption with its link at the end", async () => {
    const world = start();

    await publish(world, aDraft({ text: "Soldes #été", link: "https://acme.example/" }));

    expect(world.simulator.truth.posts).toMatchObject([{ text: "Soldes #été\n\nhttps://acme.example/" }]);
  });
});

async function stageUntilRefused(world: ReturnType<typeof start>): Promise<unknown> {
  let progress: Progress | undefined;
  for (;;) {
    try {
      const step = await publishingOf(world).stage(aDraft(), progress, world.context);
      progress = step.progress;
      if (step.status === "wait") world.advance(step.afterMs);
    } catch (error) {
      return error;
    }
  }
}

/** Just the headers that tell a picture's size. */
function jpeg({ width, height }: { width: number; height: number }): Uint8Array {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, ...size, 3, 1, 0x22, 0, 2, 0x11, 1]);
}

async function staged(world: ReturnType<typeof start>, draft: Draft = aDraft()) {
  const { progress } = await stageAll(world, draft);
  const sought = { draft, progress, commitKey: "key", attemptedAt: world.now() };
  return {
    sought,
    commit: () => publishingOf(world).commit(draft, progress, "key", world.context),
    find: () => publishingOf(world).find(sought, world.context),
  };
}

describe("instagram commit", () => {
  it("gives the media's id, and confirms its address", async () => {
    const world = start();
    const { commit } = await staged(world);

    const outcome = await commit();

    const [post] = world.simulator.truth.posts;
    expect(outcome).toEqual({ outcome: "accepted", remoteId: post?.remoteId });
    expect(await publishingOf(world).confirm?.(post?.remoteId ?? "", world.context)).toEqual({
      isLive: true,
      url: post?.url,
    });
  });

  it("is not accepted while the container is not finished", async () => {
    const world = start();
    const { progress } = await publishingOf(world).stage(aDraft(), undefined, world.context);

    const outcome = await publishingOf(world).commit(aDraft(), progress, "key", world.context);

    expect(outcome).toMatchObject({ outcome: "notAccepted", because: "not-ready", code: "9007/2207027" });
  });

  it("is not accepted without a container, and asks nobody", async () => {
    const { network, context } = start();
    const http = () => Promise.reject(new Error("no call expected"));

    const outcome = await network.publishing?.commit(aDraft(), undefined, "key", { ...context, http });

    expect(outcome).toMatchObject({ outcome: "notAccepted", because: "not-ready" });
  });

  it("makes no second post of one container", async () => {
    const world = start();
    const { commit } = await staged(world);
    await commit();

    expect((await commit()).outcome).not.toBe("accepted");
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("waits when the day's quota is used up", async () => {
    const world = start({ publishingQuota: 1 });
    await publish(world, aDraft({ text: "un" }));

    expect(await publish(world, aDraft({ text: "deux" }))).toMatchObject({
      outcome: "notAccepted",
      because: "rate-limited",
      code: "9/2207042",
    });
  });

  it("is told before, when it asks, how many posts of the day are left, and every worker with it", async () => {
    const world = start({ publishingQuota: 2 });
    const told: RateReading[] = [];
    const http: Http = async (request) => {
      const response = await world.context.http(request);
      told.push(...rates.read({ request, response, at: world.now() }).readings);
      return response;
    };
    const ask = () => world.network.access?.examine({ ...world.context, http });

    await publish(world, aDraft({ text: "un" }));
    expect(await ask()).toEqual({ missingScopes: [], postsLeft: { count: 1, of: 2, hours: 24 } });
    expect(told).toContainEqual(expect.objectContaining({ name: "posts in 24 hours", usedShare: 0.5 }));

    await publish(world, aDraft({ text: "deux" }));
    expect(await ask()).toMatchObject({ postsLeft: { count: 0 } });
    expect(told).toContainEqual(
      expect.objectContaining({ name: "posts in 24 hours", usedShare: 1, concerns: ["publishing"] }),
    );
  });
});

describe("instagram find", () => {
  it("gives the media's id, not the container's", async () => {
    const world = start();
    const { commit, find } = await staged(world);
    world.simulator.trouble.errorAfterAccept = 1;
    await commit();

    const [post] = world.simulator.truth.posts;
    expect(await find()).toEqual({ found: true, remoteId: post?.remoteId, url: post?.url });
  });

  it("knows that an unpublished container is not live", async () => {
    const { find } = await staged(start());

    expect(await find()).toEqual({ found: false, because: "absent" });
  });

  it("cannot know which media it is while the list lags behind", async () => {
    const world = start({ listingLagMs: 60_000 });
    const { commit, find } = await staged(world);
    await commit();

    expect(await find()).toMatchObject({ found: false, because: "cannot-know" });
    world.advance(60_000);
    expect(await find()).toMatchObject({ found: true });
  });

  it("does not pick one of two posts with one caption", async () => {
    const world = start();
    const [one, other] = [await staged(world), await staged(world)];
    await one.commit();
    await other.commit();

    expect(await one.find()).toMatchObject({ found: false, because: "cannot-know" });
  });

  it("tells an image from a reel with the same caption", async () => {
    const world = start();
    const [film, picture] = [
      await staged(world, { text: "été", media: [video] }),
      await staged(world, aDraft({ text: "été" })),
    ];
    await film.commit();
    await picture.commit();

    expect(await film.find()).toMatchObject({ found: true, remoteId: world.simulator.truth.posts[0]?.remoteId });
  });

  it("cannot know while the container is still being processed", async () => {
    const world = start();
    const { progress } = await publishingOf(world).stage(aDraft(), undefined, world.context);
    const sought = { draft: aDraft(), progress, commitKey: "key", attemptedAt: world.now() };

    expect(await publishingOf(world).find(sought, world.context)).toMatchObject({ because: "cannot-know" });
  });
});
