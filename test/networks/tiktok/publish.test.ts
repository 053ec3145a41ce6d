import { describe, expect, it } from "vitest";
import { ContentRejectedError, NotReadyError, RateLimitedError } from "#lib/networks/errors.ts";
import type { Http, HttpRequest } from "#lib/networks/http.ts";
import type { PendingCommit } from "#lib/networks/network.ts";
import { PRIVATE_ACCOUNT, type TikTokBehaviour } from "#lib/networks/tiktok/simulator-behaviour.ts";
import { makeTrouble, type NetworkWorld, publish, publishingOf, stageAll } from "#test/support/network-world.ts";
import { aVideoOf, photos, startTikTok, videoOfBytes } from "./tiktok-world.ts";

const MIB = 1024 * 1024;
const HOUR_MS = 60 * 60_000;

/** A film of three chunks, the last of them larger. */
const film = videoOfBytes(16 * MIB + 5);
const filmed = { media: [aVideoOf(film, "film.mp4")] };
const startFilm = (behaviour: TikTokBehaviour = {}) => startTikTok(behaviour, { "film.mp4": film });

/** The same world, with every request written down. */
function watched<World extends NetworkWorld>(world: World) {
  const sent: HttpRequest[] = [];
  const http: Http = (request) => {
    sent.push(request);
    return world.context.http(request);
  };
  return { ...world, context: { ...world.context, http }, sent };
}

const find = (
  world: NetworkWorld,
  change: object,
  progress?: PendingCommit["progress"],
  attemptedAt: Date = world.now(),
) => publishingOf(world).find({ draft: world.draft(change), progress, commitKey: "k", attemptedAt }, world.context);

describe("staging a video for TikTok", () => {
  it("asks the account first, makes a place, and uploads all chunks but the last", async () => {
    const world = watched(startFilm());

    const { steps } = await stageAll(world, world.draft(filmed));

    expect(world.sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "POST /v2/post/publish/creator_info/query/",
      "POST /v2/post/publish/video/init/",
      "PUT /video/",
      "PUT /video/",
    ]);
    expect(world.sent.slice(2).map(({ headers }) => headers?.["content-range"])).toEqual([
      `bytes 0-${5 * MIB - 1}/${film.length}`,
      `bytes ${5 * MIB}-${10 * MIB - 1}/${film.length}`,
    ]);
    expect(steps.at(-1)).toMatchObject({ status: "staged", expiresAt: new Date(world.now().getTime() + HOUR_MS) });
    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("tells TikTok what people are to be told", async () => {
    const world = watched(startTikTok());

    await stageAll(world, world.draft({ options: { privacy: "public", disclosure: "ai; own brand" } }));

    const { post_info: info } = JSON.parse(String(world.sent[1]?.body));
    expect(info).toMatchObject({ is_aigc: true, brand_organic_toggle: true, brand_content_toggle: false });
  });

  it("shows nothing, however long one waits for the last chunk", async () => {
    const world = startFilm();
    await stageAll(world, world.draft(filmed));
    world.advance(24 * HOUR_MS);

    expect(world.simulator.truth.posts).toEqual([]);
  });

  it("stores the publish id before anything can make the post live", async () => {
    const world = startFilm();

    const { progress } = await stageAll(world, world.draft(filmed));

    expect(progress).toMatchObject({ upload: { publishId: expect.stringMatching(/^v_pub_file~/) } });
  });

  it("goes on where TikTok is when a worker died before it could write down a chunk", async () => {
    const world = watched(startFilm());
    const { steps } = await stageAll(world, world.draft(filmed));
    world.sent.length = 0;

    const again = await stageAll(world, world.draft(filmed), steps[1]?.progress);

    expect(again.progress).toEqual(steps.at(-1)?.progress);
    expect(world.sent.map(({ headers }) => headers?.["content-range"]?.split("/")[0])).toEqual(["bytes 0-5242879"]);
  });

  it("begins anew when its place is over", async () => {
    const world = startFilm();
    const { progress } = await stageAll(world, world.draft(filmed));
    world.advance(HOUR_MS);

    expect(await publishingOf(world).commit(world.draft(filmed), progress, "k", world.context)).toMatchObject({
      outcome: "notAccepted",
      because: "not-ready",
    });
    const again = await stageAll(world, world.draft(filmed), progress);
    expect(await publishingOf(world).commit(world.draft(filmed), again.progress, "k", world.context)).toMatchObject({
      outcome: "accepted",
    });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("begins anew when its place is gone before its hour is over", async () => {
    const world = startFilm();
    let isGone = true;
    const http: Http = async (request) => {
      if (request.method !== "PUT" || !isGone) return await world.context.http(request);
      isGone = false;
      return { status: 404, headers: new Headers(), text: "" };
    };

    const { progress } = await stageAll({ ...world, context: { ...world.context, http } }, world.draft(filmed));

    expect(progress).toMatchObject({ restartCount: 1, upload: { sentChunks: 2 } });
  });

  it.each<[string, TikTokBehaviour, string | undefined, RegExp]>([
    [
      "what the account does not offer",
      { privacyOptions: PRIVATE_ACCOUNT },
      "public",
      /privacy followers, friends, private; the calendar says public/,
    ],
    ["a post that does not say who may see it", {}, undefined, /does not say who may see/],
    ["an account that is banned", { isBanned: true }, "public", /banned this account/],
    ["an app that is not audited", { isAudited: false }, "public", /not audited this app/],
  ])("refuses %s, in words for people", async (_, behaviour, privacy, words) => {
    const world = startTikTok(behaviour);

    const failure = await stageAll(world, world.draft({ options: { privacy } })).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ContentRejectedError);
    expect(String(failure)).toMatch(words);
  });

  it("refuses a video that is longer than this account may publish", async () => {
    const world = startTikTok({ mostVideoSeconds: 60 });
    const [media] = world.draft().media;
    const draft = world.draft({ media: media && [{ ...media, durationMs: 61_000 }] });

    await expect(stageAll(world, draft)).rejects.toThrow(/61 s, but TikTok takes videos of at most 60 s/);
  });

  it("publishes privately without an audit, on an account that is private", async () => {
    const world = startTikTok({ isAudited: false, privacyOptions: PRIVATE_ACCOUNT });

    expect(await publish(world, world.draft({ options: { privacy: "private" } }))).toMatchObject({
      outcome: "accepted",
    });
  });

  it.each<[string, TikTokBehaviour]>([
    ["its posts of the day are used up", { postsPerDay: 0 }],
    ["the app's accounts of the day are used up", { isUserCapReached: true }],
  ])("waits an hour when %s", async (_, behaviour) => {
    const world = startTikTok(behaviour);

    const failure = await stageAll(world, world.draft()).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(RateLimitedError);
    expect(failure).toMatchObject({ retryAt: new Date(world.now().getTime() + HOUR_MS) });
  });
});

describe("committing a video on TikTok", () => {
  it("sends the last chunk, which makes it live, and asks what became of it", async () => {
    const world = watched(startFilm());
    const { progress } = await stageAll(world, world.draft(filmed));
    world.sent.length = 0;

    const outcome = await publishingOf(world).commit(world.draft(filmed), progress, "k", world.context);

    const [post] = world.simulator.truth.posts;
    expect(world.sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "PUT /video/",
      "POST /v2/post/publish/status/fetch/",
    ]);
    expect(outcome).toMatchObject({ outcome: "accepted", remoteId: post?.remoteId, url: post?.url });
    expect(post?.media.map(({ bytes }) => bytes.length)).toEqual([film.length]);
  });

  it("is handed over while TikTok works on it, and found by its publish id when it is live", async () => {
    const world = startTikTok({ processingMs: 60_000, moderationMs: 60_000 });
    const outcome = await publish(world, world.draft());
    if (outcome.outcome !== "pending") throw new Error(`not pending: ${outcome.outcome}`);

    await expect(find(world, {}, outcome.progress)).rejects.toThrow("still working on it");
    world.advance(60_000);
    await expect(find(world, {}, outcome.progress)).rejects.toThrow("still looks at it");
    world.advance(60_000);
    const [post] = world.simulator.truth.posts;
    expect(await find(world, {}, outcome.progress)).toEqual({ found: true, remoteId: post?.remoteId, url: post?.url });
  });

  it("is published without an address when TikTok looks at it for long, or nobody else may see it", async () => {
    const slow = startTikTok({ moderationMs: 3 * HOUR_MS });
    const attemptedAt = slow.now();
    const looked = await publish(slow, slow.draft());
    if (looked.outcome !== "pending") throw new Error(`not pending: ${looked.outcome}`);
    slow.advance(10 * 60_000);
    const sought = { draft: slow.draft(), progress: looked.progress, commitKey: "k", attemptedAt };

    expect(await publishingOf(slow).find(sought, slow.context)).toMatchObject({ found: true, url: undefined });
    slow.advance(3 * HOUR_MS);
    const [post] = slow.simulator.truth.posts;
    expect(await publishingOf(slow).confirm?.(post?.remoteId ?? "", slow.context)).toEqual({
      isLive: true,
      url: post?.url,
    });

    const alone = startTikTok({ moderationMs: HOUR_MS });
    expect(await publish(alone, alone.draft({ options: { privacy: "private" } }))).toMatchObject({
      outcome: "accepted",
      url: undefined,
    });
  });

  it("is handed over, too, when TikTok does not say what became of it", async () => {
    const world = startFilm();
    const { progress } = await stageAll(world, world.draft(filmed));
    const http: Http = async (request) => {
      const response = await world.context.http(request);
      return request.method === "PUT" ? response : { status: 500, headers: new Headers(), text: "" };
    };

    const outcome = await publishingOf(world).commit(world.draft(filmed), progress, "k", { ...world.context, http });

    expect(outcome).toMatchObject({ outcome: "pending" });
  });

  it("is rejected when TikTok does not take the file, at once or afterwards", async () => {
    const noVideo = videoOfBytes(200_000).fill(0, 0, 100);
    const quick = startTikTok({}, { "no.mp4": noVideo });
    const slow = startTikTok({ processingMs: 60_000 }, { "no.mp4": noVideo });
    const media = [aVideoOf(noVideo, "no.mp4")];

    const atOnce = await publish(quick, quick.draft({ media }));
    const later = await publish(slow, slow.draft({ media }));
    slow.advance(60_000);
    const refused = later.outcome === "pending" ? await find(slow, { media }, later.progress) : undefined;

    expect(atOnce).toMatchObject({ outcome: "rejected", code: "file_format_check_failed" });
    expect(refused).toMatchObject({ found: false, because: "refused", reason: expect.stringMatching(/H\.264/) });
    expect([...quick.simulator.truth.posts, ...slow.simulator.truth.posts]).toEqual([]);
  });

  it("is found absent when the last chunk never came", async () => {
    const world = startFilm();
    const { progress } = await stageAll(world, world.draft(filmed));

    expect(await find(world, filmed, progress)).toEqual({ found: false, because: "absent" });
  });

  it("makes one post of it when the last chunk is sent a second time", async () => {
    const world = startFilm();
    const { progress } = await stageAll(world, world.draft(filmed));
    makeTrouble(world, "errorAfterAccept");
    const commit = () => publishingOf(world).commit(world.draft(filmed), progress, "k", world.context);

    expect(await commit()).toMatchObject({ outcome: "ambiguous" });
    expect(await commit()).toMatchObject({ outcome: "accepted" });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("waits for a person when TikTok puts it into the inbox", async () => {
    const world = startTikTok({ landsInInbox: true });
    const outcome = await publish(world, world.draft());
    if (outcome.outcome !== "pending") throw new Error(`not pending: ${outcome.outcome}`);

    expect(await find(world, {}, outcome.progress)).toMatchObject({
      because: "cannot-know",
      reason: expect.stringMatching(/finish it, or delete it, in the app/),
    });
  });

  it("keeps the progress that finds it free of the token", async () => {
    const world = startFilm();

    const { progress } = await stageAll(world, world.draft(filmed));

    expect(JSON.stringify(progress)).not.toContain(world.context.credentials.accessToken);
    expect(JSON.stringify(progress).length).toBeLessThan(1_000);
  });
});

describe("photos on TikTok", () => {
  it("are published by one request, and fetched by TikTok", async () => {
    const world = watched(startTikTok());
    const draft = world.draft({ ...photos, options: { privacy: "public", title: "Noël" } });
    const { progress } = await stageAll(world, draft);
    world.sent.length = 0;

    const outcome = await publishingOf(world).commit(draft, progress, "k", world.context);

    expect(world.sent.map(({ url }) => url.pathname)).toEqual([
      "/v2/post/publish/content/init/",
      "/v2/post/publish/status/fetch/",
    ]);
    expect(outcome).toMatchObject({ outcome: "accepted" });
    expect(world.simulator.truth.posts).toMatchObject([
      { text: draft.text, media: [{ kind: "image" }, { kind: "image" }] },
    ]);
  });

  it("are asked for by their publish id once TikTok has told it", async () => {
    const world = startTikTok({ processingMs: 60_000 });
    const options = { privacy: "private" };
    const attemptedAt = world.now();
    const outcome = await publish(world, world.draft({ ...photos, options }));
    if (outcome.outcome !== "pending") throw new Error(`not pending: ${outcome.outcome}`);
    world.advance(60_000);

    // No list shows a private post.
    expect(await find(world, { ...photos, options }, outcome.progress, attemptedAt)).toMatchObject({
      found: true,
      remoteId: world.simulator.truth.posts[0]?.remoteId,
    });
  });

  it("are refused from a domain that is not ours", async () => {
    const world = startTikTok({ ownedPrefixes: ["https://cdn.acme.example/"] });

    expect(await publish(world, world.draft(photos))).toMatchObject({
      outcome: "rejected",
      code: "url_ownership_unverified",
      reason: expect.stringMatching(/verified for the app in TikTok's developer portal/),
    });
  });

  it("are found in the list when the answer was lost, as the one post with their words since", async () => {
    const world = startTikTok({ moderationMs: 60_000 });
    await publish(world, world.draft({ ...photos, text: "something else" }));
    const { progress } = await stageAll(world, world.draft(photos));
    makeTrouble(world, "dropAfterAccept");
    await publishingOf(world).commit(world.draft(photos), progress, "k", world.context);

    await expect(find(world, photos, progress)).rejects.toThrow(/lists posts only when it has looked/);
    world.advance(60_000);

    const [, post] = world.simulator.truth.posts;
    expect(await find(world, photos, progress)).toMatchObject({ found: true, url: post?.url });
  });

  it("are never called absent: TikTok may still be looking at them", async () => {
    const world = startTikTok();
    const { progress } = await stageAll(world, world.draft(photos));
    const sought = { draft: world.draft(photos), progress, commitKey: "k", attemptedAt: world.now() };

    await expect(publishingOf(world).find(sought, world.context)).rejects.toThrow(NotReadyError);
    world.advance(2 * HOUR_MS);
    expect(await publishingOf(world).find(sought, world.context)).toMatchObject({ because: "cannot-know" });
  });

  it("are not taken for an earlier attempt that came to nothing", async () => {
    const world = startTikTok({ processingMs: 60_000 });
    const draft = world.draft(photos);
    const { fetchMedia } = world;
    fetchMedia.isAway = true;
    const began = world.now();
    const first = await publish(world, draft);
    if (first.outcome !== "pending") throw new Error(`not pending: ${first.outcome}`);
    world.advance(60_000);
    expect(await find(world, photos, first.progress, began)).toEqual({ found: false, because: "absent" });

    fetchMedia.isAway = false;
    const attemptedAt = world.now();
    makeTrouble(world, "dropAfterAccept");
    await publishingOf(world).commit(draft, first.progress, "k", world.context);
    world.advance(60_000);

    expect(await find(world, photos, first.progress, attemptedAt)).toMatchObject({ found: true });
  });

  it("are given up when TikTok could not fetch them three times", async () => {
    const world = startTikTok({ processingMs: 60_000 });
    const draft = world.draft(photos);
    world.fetchMedia.isAway = true;
    let { progress } = await stageAll(world, draft);
    const found = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const attemptedAt = world.now();
      const outcome = await publishingOf(world).commit(draft, progress, "k", world.context);
      if (outcome.outcome !== "pending") throw new Error(`not pending: ${outcome.outcome}`);
      ({ progress } = outcome);
      world.advance(60_000);
      found.push(await publishingOf(world).find({ draft, progress, commitKey: "k", attemptedAt }, world.context));
    }

    expect(found).toMatchObject([{ because: "absent" }, { because: "absent" }, { because: "refused" }]);
    expect(found[2]).toMatchObject({ reason: expect.stringMatching(/could not fetch the photos/) });
  });

  it("cannot be looked for when they are not public", async () => {
    const world = startTikTok();

    expect(await find(world, { ...photos, options: { privacy: "private" } })).toMatchObject({ because: "cannot-know" });
  });
});
