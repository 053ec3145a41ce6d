import { describe, expect, it } from "vitest";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const awaited: DraftMedia = { name: "a.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 0, isAwaited: true };
const facts = { kind: "image", contentType: "image/png", width: 640, height: 480 } as const;
const there: MediaLookup = { found: true, sizeBytes: 7, probe: { isReadable: true, facts } };

/** A post due at 09:00 that waits for its picture, half an hour before. */
async function waiting(lookUps: Record<string, MediaLookup> = {}, media = awaited) {
  const looked: string[] = [];
  const catalogue = {
    lookUp: async (name: string): Promise<MediaLookup> => {
      looked.push(name);
      return lookUps[name] ?? { found: false };
    },
  };
  const bench = publishingBench("2026-11-24T08:31:00.000Z", () => ({ mediaCatalogue: catalogue }));
  await bench.publications.add([aPublication({ wantsStaging: true, draft: { text: "Hello", media: [media] } })]);
  return { ...bench, looked, lookUps };
}

describe("a post whose file comes after its calendar", () => {
  it("is prepared with what the file turned out to be", async () => {
    const { work, network, publications } = await waiting({ "a.jpg": there });
    await work("p1");

    expect(network.staged[0]?.media).toEqual([{ name: "a.jpg", sizeBytes: 7, ...facts }]);
    expect(publications.one("p1").state).toBe("staged");
  });

  it("is looked at again in two minutes while the file is missing", async () => {
    const { work, sent, publications, network } = await waiting();
    await work("p1");

    expect(publications.one("p1").state).toBe("planned");
    expect(sent).toEqual([expect.objectContaining({ delayMs: 120_000 })]);
    expect(network.staged).toEqual([]);
  });

  it("goes out when the file comes minutes before", async () => {
    const bench = await waiting();
    await bench.live(20);
    bench.lookUps["a.jpg"] = there;
    await bench.live(15);

    expect(bench.publications.one("p1").state).toBe("published");
    expect(bench.network.live).toHaveLength(1);
  });

  it("fails once it is due, and says which file never came", async () => {
    const bench = await waiting();
    await bench.live(40);

    expect(bench.publications.one("p1")).toMatchObject({
      state: "failed",
      reason: "not in the media bucket when the post was due: a.jpg",
    });
    expect(bench.network.live).toEqual([]);
  });

  it("fails at once when the file that came is damaged, or not what the network takes", async () => {
    const broken = await waiting({
      "a.jpg": { found: true, sizeBytes: 7, probe: { isReadable: false, because: "damaged" } },
    });
    await broken.work("p1");
    const refused = await waiting({ "a.jpg": there });
    refused.network.problems.push({ column: "media", problem: "a.jpg is a PNG", remedy: "save it as JPEG" });
    await refused.work("p1");

    expect(broken.publications.one("p1")).toMatchObject({
      state: "failed",
      reason: "damaged, or no image or video: a.jpg",
    });
    expect(refused.publications.one("p1")).toMatchObject({
      state: "failed",
      reason: "a.jpg is a PNG: save it as JPEG",
    });
  });

  it("asks for no file of a post that waits for none", async () => {
    const { isAwaited: _, ...known } = awaited;
    const { work, looked, publications } = await waiting({}, known);
    await work("p1");

    expect(publications.one("p1").state).toBe("staged");
    expect(looked).toEqual([]);
  });
});
