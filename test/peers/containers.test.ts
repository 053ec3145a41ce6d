import { describe, expect, it } from "vitest";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { SimulatorOptions } from "#lib/networks/simulator.ts";
import { aVideo } from "#test/support/media-files.ts";
import { networkBench } from "#test/support/network-bench.ts";
import { tinyJpeg } from "#test/support/network-world.ts";

const MP4 = { contentType: "video/mp4", bytes: await aVideo() };

type Simulated = Partial<Parameters<typeof createInstagramSimulator>[0]>;

function instagramBench(changed: Simulated = {}) {
  const fetchMedia: SimulatorOptions["fetchMedia"] = async ({ pathname }) =>
    pathname.endsWith(".mp4") ? MP4 : { contentType: "image/jpeg", bytes: tinyJpeg };
  return networkBench({
    name: "instagram",
    network: instagram,
    createSimulator: (options) => createInstagramSimulator({ ...options, fetchMedia, ...changed }),
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
}

const film: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 8 };
const image = (name: string): DraftMedia => ({ name, kind: "image", contentType: "image/jpeg", sizeBytes: 9 });
const dueAt = "2026-11-24T09:00:00.000Z";

describe("a post whose media the network works on first", () => {
  it("11: goes out on its second, although the container was finished only after fifteen minutes", async () => {
    const bench = instagramBench({ videoProcessingMs: 15 * 60_000 });
    await bench.plan({ media: [film] });

    await bench.live(60);

    expect(bench.posts.map(({ publishedAt }) => publishedAt.toISOString())).toEqual([dueAt]);
  });

  it("11: has the id of the media and never that of the container", async () => {
    const bench = instagramBench();
    await bench.plan();
    bench.simulator.trouble.errorAfterAccept = 1;

    await bench.live(60);

    const { remoteId } = bench.publications.one("p1");
    expect(remoteId).toBe(bench.posts[0]?.remoteId);
  });

  it("11: is prepared anew when its container has expired before it was due", async () => {
    const bench = instagramBench();
    await bench.plan();
    await bench.live(15);
    const staged = bench.publications.one("p1");
    await bench.publications.apply(staged, {
      guard: [],
      set: { dueAt: new Date("2026-11-25T10:00:00.000Z"), nextStepAt: new Date("2026-11-25T10:00:00.000Z") },
      claimId: "moved",
      entry: { at: bench.clock.now(), what: "moved", by: "test" },
    });

    await bench.live(26 * 60);

    expect(staged.state).toBe("staged");
    expect(bench.posts.map(({ publishedAt }) => publishedAt.toISOString())).toEqual(["2026-11-25T10:00:00.000Z"]);
  });

  it("12, 13: waits and is not refused, although the container is not ready at its second", async () => {
    const bench = instagramBench({ videoProcessingMs: 10 * 60_000 });
    await bench.live(38);
    await bench.plan({ media: [film] });

    await bench.live(30);

    expect(bench.posts).toHaveLength(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("14: is a reel when it is a single video", async () => {
    const bench = instagramBench();
    await bench.plan({ media: [film] });

    await bench.live(60);

    expect(bench.posts.map(({ media }) => media.map(({ kind }) => kind))).toEqual([["video"]]);
  });

  it("15: has each of its pictures once, although the worker died between two of them", async () => {
    const bench = instagramBench();
    await bench.plan({ media: [image("a.jpg"), image("b.jpg"), image("c.jpg")] });
    let failures = 2;
    bench.publications.beforeApply = ({ set }) => {
      if (set.progress !== undefined && set.stageCount === 2 && failures-- > 0) throw new Error("killed");
    };

    await bench.live(60);

    expect(bench.posts.map(({ media }) => media.length)).toEqual([3]);
    expect(bench.posts.map(({ publishedAt }) => publishedAt.toISOString())).toEqual([dueAt]);
  });
});
