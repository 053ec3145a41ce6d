import { describe, expect, it } from "vitest";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { imageAdapter } from "#lib/app/publishing/media/image-adapter.ts";
import { probeMedia } from "#lib/app/publishing/media/probe-media.ts";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageRecipe } from "#lib/domain/publishing/image-copy.ts";
import { anImage, CountedFile } from "#test/support/media-files.ts";

const recipe: ImageRecipe = { contentType: "image/jpeg", width: 80, height: 100, fit: "pad", mostBytes: 1_000_000 };

async function bench(original: Uint8Array) {
  const bucket = new Map([["a.png", original]]);
  const puts: string[] = [];
  const catalogue: MediaCatalogue = {
    async lookUp(name) {
      const bytes = bucket.get(name);
      if (!bytes) return { found: false };
      return { found: true, name, sizeBytes: bytes.length, probe: await probeMedia(new CountedFile(bytes)) };
    },
  };
  const adapter = imageAdapter({
    catalogue,
    originals: { bytes: async (name) => bucket.get(name) ?? new Uint8Array() },
    store: {
      async put(name, bytes) {
        puts.push(name);
        const pieces: Uint8Array[] = [];
        for await (const piece of bytes) pieces.push(piece);
        bucket.set(name, Buffer.concat(pieces));
      },
    },
  });
  const facts = { kind: "image", contentType: "image/png", width: 50, height: 100 } as const;
  const media: DraftMedia = { name: "a.png", sizeBytes: original.length, ...facts, altText: "Un pain" };
  return { adapter, bucket, puts, media };
}

describe("imageAdapter", () => {
  it("makes a copy that is what the recipe asks for, and leaves the original", async () => {
    const original = await anImage({ width: 50, height: 100, format: "png" });
    const { adapter, bucket, media } = await bench(original);

    const adapted = await adapter.adapt(media, recipe);

    expect(adapted).toMatchObject({ contentType: "image/jpeg", width: 80, height: 100, altText: "Un pain" });
    expect(adapted?.name).toMatch(/^adapted\/[0-9a-f]{16}\/a\.jpg$/);
    const copy = bucket.get(adapted?.name ?? "") ?? new Uint8Array();
    expect(copy.length).toBe(adapted?.sizeBytes);
    expect(await probeMedia(new CountedFile(copy))).toMatchObject({
      facts: { width: 80, height: 100, contentType: "image/jpeg" },
    });
    expect(bucket.get("a.png")).toBe(original);
  });

  it("makes it once, however often the calendar is imported", async () => {
    const { adapter, puts, media } = await bench(await anImage({ width: 50, height: 100, format: "png" }));

    const first = await adapter.adapt(media, recipe);
    expect(await adapter.adapt(media, recipe)).toEqual(first);
    expect(puts).toHaveLength(1);
    await adapter.adapt(media, { ...recipe, fit: "crop" });
    expect(puts).toHaveLength(2);
  });

  it("makes it smaller until the network takes it", async () => {
    const { adapter, media } = await bench(await anImage({ width: 400, height: 400, format: "png", isNoise: true }));
    const wish = { ...recipe, width: 400, height: 400 };
    const whole = await adapter.adapt(media, wish);
    const small = await adapter.adapt(media, { ...wish, mostBytes: 30_000 });

    expect(whole?.sizeBytes).toBeGreaterThan(30_000);
    expect(small?.sizeBytes).toBeLessThanOrEqual(30_000);
  });

  it("turns a picture that a phone took upright", async () => {
    const { adapter, media } = await bench(await anImage({ width: 100, height: 50, format: "jpeg", orientation: 6 }));
    const adapted = await adapter.adapt(media, { ...recipe, width: 50, height: 100 });

    expect(adapted).toMatchObject({ width: 50, height: 100 });
  });

  it("gives up on what is no image after all", async () => {
    const { adapter, media, puts } = await bench(Buffer.from("\x89PNG\r\n\x1a\n and nothing"));

    expect(await adapter.adapt(media, recipe)).toBeUndefined();
    expect(puts).toEqual([]);
  });
});
