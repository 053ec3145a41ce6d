import { describe, expect, it } from "vitest";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import type { CopyOrder } from "#lib/app/publishing/media/adapted-copy.ts";
import { imageAdapter } from "#lib/app/publishing/media/image-adapter.ts";
import { sparing } from "#lib/app/publishing/media/late-copies.ts";
import { makeCopy } from "#lib/app/publishing/media/make-copy.ts";
import { probeMedia } from "#lib/app/publishing/media/probe-media.ts";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { anImage, CountedFile } from "#test/support/media-files.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const awaited: DraftMedia = { name: "a.png", kind: "image", contentType: "image/png", sizeBytes: 0, isAwaited: true };
/** A network that takes JPEG only, and nothing tall. */
const limits = { imageTypes: ["image/jpeg"], imageBytes: 1_000_000, imageRatio: { min: 0.8, max: 1.91 } };

/** A post due at 09:00 whose picture is not there at 08:31, and an import that makes copies when it is let. */
async function bench(media = awaited) {
  const bucket = new Map<string, Uint8Array>();
  const catalogue: MediaCatalogue = {
    async lookUp(name) {
      const bytes = bucket.get(name);
      if (!bytes) return { found: false };
      return { found: true, name, sizeBytes: bytes.length, probe: await probeMedia(new CountedFile(bytes)) };
    },
  };
  const images = imageAdapter({
    catalogue,
    originals: { bytes: async (name) => bucket.get(name) ?? new Uint8Array() },
    store: {
      async put(name, bytes) {
        for await (const piece of bytes) bucket.set(name, piece);
      },
    },
  });
  const made: string[] = [];
  const state = { isImportAway: false };
  const publishing = publishingBench("2026-11-24T08:31:00.000Z", () => ({
    mediaCatalogue: catalogue,
    copies: {
      order: async (order) => {
        if (!state.isImportAway) made.push(await makeCopy(order, { media: catalogue, images }));
      },
    },
  }));
  Object.assign(publishing.network.network.limits, limits);
  await publishing.publications.add([aPublication({ wantsStaging: true, draft: { text: "Hello", media: [media] } })]);
  return { ...publishing, live: (minutes: number) => publishing.live(minutes), bucket, made, state };
}

const tall = await anImage({ width: 50, height: 100, format: "png" });

describe("a post whose image comes after its calendar, and is nothing that its network takes", () => {
  it("goes out with a copy that the import has made", async () => {
    const { live, bucket, network, publications, made } = await bench();
    await live(10);
    bucket.set("a.png", tall);
    await live(30);

    expect(made).toEqual(["made"]);
    expect(publications.one("p1").state).toBe("published");
    const [staged] = network.staged;
    expect(staged?.media).toEqual([
      expect.objectContaining({ contentType: "image/jpeg", width: 80, height: 100, kind: "image" }),
    ]);
    expect(staged?.media[0]?.name).toMatch(/^adapted\/[0-9a-f]{16}\/a\.jpg$/);
  });

  it("is cut where its row, file or channel said so", async () => {
    const { live, bucket, network } = await bench({ ...awaited, imageFit: "crop" });
    bucket.set("a.png", tall);
    await live(30);

    expect(network.staged[0]?.media[0]).toMatchObject({ width: 50, height: 62 });
    expect(network.staged[0]?.media[0]).not.toHaveProperty("imageFit");
  });

  it("is left as it is where they want that, or where the network takes it", async () => {
    const wanted = await bench({ ...awaited, imageFit: "none" });
    wanted.bucket.set("a.png", tall);
    await wanted.live(30);
    const taken = await bench();
    taken.bucket.set("a.png", await anImage({ width: 100, height: 100, format: "jpeg" }));
    await taken.live(30);

    expect([...wanted.made, ...taken.made]).toEqual([]);
    expect([wanted, taken].map(({ network }) => network.staged[0]?.media[0]?.name)).toEqual(["a.png", "a.png"]);
  });

  it("goes out late by a moment when the image came in the last seconds", async () => {
    const { live, bucket, state, publications } = await bench();
    state.isImportAway = true;
    await live(28);
    bucket.set("a.png", tall);
    await live(2);
    state.isImportAway = false;
    await live(5);

    expect(publications.one("p1").state).toBe("published");
    expect(publications.one("p1").latenessMs).toBeLessThanOrEqual(2 * 60_000);
  });

  it("fails when no copy could be made, and says for which image", async () => {
    const { live, bucket, state, publications, network } = await bench();
    state.isImportAway = true;
    bucket.set("a.png", tall);
    await live(40);

    expect(publications.one("p1")).toMatchObject({
      state: "failed",
      reason: "could not be adapted for facebook: a.png",
    });
    expect(network.live).toEqual([]);
  });

  it("is told at once what no copy can mend", async () => {
    const { live, bucket, publications, network, made } = await bench();
    network.problems.push({ column: "text", problem: "too long", remedy: "shorten it" });
    bucket.set("a.png", tall);
    await live(3);

    expect(publications.one("p1")).toMatchObject({ state: "failed", reason: "too long: shorten it" });
    expect(made).toEqual(["made"]);
  });
});

describe("makeCopy", () => {
  const recipe = { contentType: "image/jpeg", width: 80, height: 100, fit: "pad", mostBytes: 1_000_000 } as const;
  const images = { copy: async () => undefined, adapt: async () => undefined };

  it.each([
    ["gone", { found: false }],
    ["gone", { found: true, sizeBytes: 8 }],
    ["no-image", { found: true, sizeBytes: 7 }],
  ] as const)("is %s for a file that is now %j", async (outcome, looked) => {
    const order = { name: "a.png", sizeBytes: 7, recipe };

    expect(await makeCopy(order, { media: { lookUp: async () => looked }, images })).toBe(outcome);
  });
});

describe("sparing", () => {
  it("orders a copy once a minute, however many posts wait for it", async () => {
    let now = new Date("2026-11-24T08:31:00Z");
    const orders = new (class {
      readonly #names: string[] = [];
      get names(): readonly string[] {
        return this.#names;
      }
      async order({ name }: CopyOrder): Promise<void> {
        this.#names.push(name);
      }
    })();
    const spared = sparing(orders, { now: () => now });
    const copyOf = (name: string): CopyOrder => ({
      name,
      sizeBytes: 7,
      recipe: { contentType: "image/jpeg", width: 80, height: 100, fit: "pad", mostBytes: 9 },
    });

    for (const name of ["a.png", "a.png", "b.png"]) await spared.order(copyOf(name));
    now = new Date("2026-11-24T08:32:00Z");
    await spared.order(copyOf("a.png"));

    expect(orders.names).toEqual(["a.png", "b.png", "a.png"]);
  });
});
