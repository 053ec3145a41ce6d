import { describe, expect, it } from "vitest";
import type { TikTokBehaviour } from "#lib/networks/tiktok/simulator-behaviour.ts";
import { publish, publishingOf, smallVideo, stageAll } from "#test/support/network-world.ts";
import { photos, startTikTok, videoOfBytes } from "./tiktok-world.ts";

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** Speaks to the simulated TikTok as no adapter of ours would. */
function speak(behaviour: TikTokBehaviour = {}) {
  const world = startTikTok(behaviour);
  const { http, credentials } = world.context;
  const headers = { authorization: `Bearer ${credentials.accessToken}` };
  const post = async (path: string, body: object) => {
    const url = new URL(path, "https://open.tiktokapis.com");
    const { status, text } = await http({ method: "POST", url, headers, body: JSON.stringify(body) });
    const { data, error } = JSON.parse(text);
    return { status, data, code: error.code as string };
  };
  const init = (source: object, info: object = {}) =>
    post("/v2/post/publish/video/init/", {
      post_info: { privacy_level: "PUBLIC_TO_EVERYONE", ...info },
      source_info: { source: "FILE_UPLOAD", ...source },
    });
  const put = async (address: string, range: string, body: Uint8Array<ArrayBuffer>, type = "video/mp4") => {
    const url = new URL(address);
    const answer = await http({ method: "PUT", url, headers: { "content-type": type, "content-range": range }, body });
    return { status: answer.status, range: answer.headers.get("content-range") };
  };
  return { ...world, post, init, put };
}

const whole = { video_size: smallVideo.length, chunk_size: smallVideo.length, total_chunk_count: 1 };
const threeChunks = { video_size: 16 * MIB, chunk_size: 5 * MIB, total_chunk_count: 3 };

describe("the simulated TikTok", () => {
  it.each([
    ["chunks below 5 MB", { video_size: 16 * MIB, chunk_size: 4 * MIB, total_chunk_count: 4 }],
    ["chunks above 64 MB", { video_size: 200 * MIB, chunk_size: 65 * MIB, total_chunk_count: 3 }],
    ["a count that is rounded up", { video_size: 16 * MIB, chunk_size: 5 * MIB, total_chunk_count: 4 }],
    ["a large video in one piece", { video_size: 65 * MIB, chunk_size: 65 * MIB, total_chunk_count: 1 }],
    ["more than 4 GiB", { video_size: 4096 * MIB + 1, chunk_size: 64 * MIB, total_chunk_count: 64 }],
  ])("refuses %s", async (_, source) => {
    expect(await speak().init(source)).toMatchObject({ status: 400, code: "invalid_param" });
  });

  it.each([
    ["a caption that is too long", { title: "a".repeat(2_201) }, 400, "invalid_param"],
    ["a property that it does not have", { mood: "good" }, 400, "invalid_param"],
    ["a post without a privacy", { privacy_level: undefined }, 400, "invalid_param"],
    [
      "a paid partnership that is private",
      { privacy_level: "SELF_ONLY", brand_content_toggle: true },
      400,
      "invalid_param",
    ],
    ["a privacy that is no option", { privacy_level: "FOLLOWER_OF_CREATOR" }, 403, "privacy_level_option_mismatch"],
  ])("refuses %s", async (_, info, status, code) => {
    expect(await speak().init(whole, info)).toMatchObject({ status, code });
  });

  it("takes chunks in their order, each of its size, and says what it has", async () => {
    const { init, put } = speak();
    const video = new Uint8Array(videoOfBytes(16 * MIB));
    const { data } = await init(threeChunks);
    const chunk = (start: number, end: number) =>
      put(data.upload_url, `bytes ${start}-${end - 1}/${video.length}`, video.slice(start, end));

    expect(await chunk(5 * MIB, 10 * MIB)).toMatchObject({ status: 416 });
    expect(await chunk(0, 6 * MIB)).toMatchObject({ status: 400 });
    expect(await chunk(0, 5 * MIB)).toEqual({ status: 206, range: `bytes 0-${5 * MIB - 1}/${video.length}` });
    expect(await chunk(0, 5 * MIB)).toEqual({ status: 416, range: `bytes 0-${5 * MIB - 1}/${video.length}` });
    expect(await chunk(5 * MIB, 10 * MIB)).toMatchObject({ status: 206 });
    expect(await chunk(10 * MIB, 16 * MIB)).toMatchObject({ status: 201 });
    expect(await chunk(10 * MIB, 16 * MIB)).toMatchObject({ status: 416 });
  });

  it("knows no other address, type or hour", async () => {
    const { init, put, advance } = speak();
    const { data } = await init(whole);
    const range = `bytes 0-${smallVideo.length - 1}/${smallVideo.length}`;

    expect(await put(`${data.upload_url}x`, range, smallVideo)).toMatchObject({ status: 404 });
    expect(await put(data.upload_url, range, smallVideo, "text/plain")).toMatchObject({ status: 400 });
    advance(60 * MINUTE_MS);
    expect(await put(data.upload_url, range, smallVideo)).toMatchObject({ status: 403 });
  });

  it("grants six posts a minute to an account, and then again", async () => {
    const { init, advance } = speak();
    for (let count = 0; count < 6; count++) expect(await init(whole)).toMatchObject({ status: 200 });

    expect(await init(whole)).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
    advance(MINUTE_MS);
    expect(await init(whole)).toMatchObject({ status: 200 });
  });

  it("takes fifteen posts in 24 hours, and says so under 200 where it is only asked", async () => {
    const world = speak();
    for (let count = 0; count < 15; count++) {
      expect(await publish(world, world.draft())).toMatchObject({ outcome: "accepted" });
      world.advance(MINUTE_MS);
    }

    expect(await world.init(whole)).toMatchObject({ status: 403, code: "spam_risk_too_many_posts" });
    const asked = await world.post("/v2/post/publish/creator_info/query/", {});
    expect(asked).toMatchObject({ status: 200, code: "spam_risk_too_many_posts" });
    world.advance(24 * 60 * MINUTE_MS);
    expect(await world.init(whole)).toMatchObject({ status: 200 });
  });

  it("works on a post before it shows it, and looks at it before it lists it and tells its id", async () => {
    const world = speak({ processingMs: 10_000, moderationMs: 20_000 });
    const outcome = await publish(world, world.draft());
    const publishId = outcome.outcome === "pending" ? publishIdOf(outcome.progress) : "";
    const state = async () => (await world.post("/v2/post/publish/status/fetch/", { publish_id: publishId })).data;

    expect(await state()).toMatchObject({ status: "PROCESSING_UPLOAD", uploaded_bytes: smallVideo.length });
    world.advance(10_000);
    expect(await state()).toMatchObject({ status: "PUBLISH_COMPLETE", publicaly_available_post_id: [] });
    expect(world.simulator.truth.posts).toHaveLength(1);
    world.advance(20_000);
    expect((await state()).publicaly_available_post_id).toHaveLength(1);
  });

  it("tells ids as numbers beyond 2^53", async () => {
    const world = speak();
    const { progress } = await stageAll(world, world.draft());
    const outcome = await publishingOf(world).commit(world.draft(), progress, "k", world.context);

    const { text } = await world.context.http({
      method: "POST",
      url: new URL("https://open.tiktokapis.com/v2/post/publish/status/fetch/"),
      headers: { authorization: `Bearer ${world.context.credentials.accessToken}` },
      body: JSON.stringify({ publish_id: publishIdOf(progress) }),
    });

    const id = /"publicaly_available_post_id":\[(\d+)\]/.exec(text)?.[1] ?? "";
    expect(BigInt(id)).toBeGreaterThan(2n ** 53n);
    expect(outcome).toMatchObject({ remoteId: id, url: `https://www.tiktok.com/@acme/video/${id}` });
  });

  it("lists public posts only", async () => {
    const world = speak();
    await publish(world, world.draft());
    await publish(world, world.draft({ options: { privacy: "private" } }));
    await publish(world, world.draft(photos));

    const { data } = await world.post("/v2/video/list/?fields=id", { max_count: 20 });

    expect(world.simulator.truth.posts).toHaveLength(3);
    expect(data.videos).toHaveLength(2);
  });
});

function publishIdOf(progress: Readonly<Record<string, unknown>>): string {
  return (progress.upload as { publishId: string }).publishId;
}
