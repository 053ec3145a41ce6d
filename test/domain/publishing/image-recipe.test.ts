import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageFit } from "#lib/domain/publishing/image-copy.ts";
import { asMade, imageRecipe } from "#lib/domain/publishing/image-recipe.ts";

const MIB = 1024 * 1024;
const limits = { imageTypes: ["image/jpeg"], imageBytes: 8 * MIB, imageRatio: { min: 0.8, max: 1.91 } };
const image: DraftMedia = {
  name: "a.png",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: 1000,
  width: 1000,
  height: 1000,
};
const png = { ...image, contentType: "image/png" };

describe("imageRecipe", () => {
  it("leaves alone what fits", () => {
    expect(imageRecipe(image, limits, "pad")).toBeUndefined();
    expect(imageRecipe({ ...image, width: 1080, height: 566 }, limits, "pad")).toBeUndefined();
  });

  it.each<[string, DraftMedia]>([
    ["a video", { ...image, kind: "video", contentType: "video/mp4" }],
    ["a GIF, whose movement would be lost", { ...image, contentType: "image/gif" }],
    ["a file that has yet to come", { ...png, isAwaited: true }],
    ["a file that nobody has looked into", { name: "a.png", kind: "image", contentType: "image/png", sizeBytes: 1 }],
    ["a file too large to be decoded", { ...png, sizeBytes: 51 * MIB }],
  ])("leaves %s to the network's own check", (_, media) => {
    expect(imageRecipe(media, limits, "pad")).toBeUndefined();
  });

  it("leaves everything alone where the row says so, or the network takes no JPEG", () => {
    expect(imageRecipe(png, limits, "none")).toBeUndefined();
    expect(imageRecipe(png, { ...limits, imageTypes: ["image/webp"] }, "pad")).toBeUndefined();
  });

  it.each<[string, Partial<DraftMedia>, ImageFit, object]>([
    ["a PNG into a JPEG", { contentType: "image/png" }, "pad", { width: 1000, height: 1000 }],
    ["a file that is too large", { sizeBytes: 9 * MIB }, "pad", { width: 1000, height: 1000 }],
    ["a tall one with bars", { width: 1080, height: 1920 }, "pad", { width: 1536, height: 1920, fit: "pad" }],
    ["a wide one with bars", { width: 3820, height: 1000 }, "pad", { width: 3820, height: 2000, fit: "pad" }],
    ["a tall one by cutting", { width: 1080, height: 1920 }, "crop", { width: 1080, height: 1350, fit: "crop" }],
    ["a wide one by cutting", { width: 4000, height: 1000 }, "crop", { width: 1910, height: 1000, fit: "crop" }],
    [
      "an enormous one smaller",
      { width: 9000, height: 6000, sizeBytes: 20 * MIB },
      "pad",
      { width: 4096, height: 2731 },
    ],
  ])("makes %s", (_, changes, fit, wanted) => {
    expect(imageRecipe({ ...image, ...changes }, limits, fit)).toMatchObject({ contentType: "image/jpeg", ...wanted });
  });

  it.each<[string, Partial<DraftMedia>, object | undefined]>([
    ["a photo from a phone", { width: 4032, height: 3024 }, { width: 1440, height: 1080 }],
    ["a long banner", { width: 3840, height: 600 }, { width: 1920, height: 300 }],
    ["a picture held upright", { width: 1080, height: 1920 }, undefined],
  ])("makes %s small enough for a network that counts pixels", (_, change, expected) => {
    const sides = { imageTypes: ["image/jpeg"], imageBytes: 8 * MIB, imageSides: { shorter: 1080, longer: 1920 } };
    const recipe = imageRecipe({ ...image, ...change }, sides, "pad");

    if (expected) expect(recipe).toMatchObject(expected);
    else expect(recipe).toBeUndefined();
  });

  it("makes nothing that would have to be made again", () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const fit = fc.constantFrom<ImageFit>("pad", "crop");
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 40 * MIB }), fit, (width, height, sizeBytes, fit) => {
        fc.pre(Math.max(width, height) / Math.min(width, height) < 200 && Math.min(width, height) > 10);
        const media = { ...png, width, height, sizeBytes };
        const recipe = imageRecipe(media, limits, fit);
        if (!recipe) throw new Error("a PNG always needs a copy");
        const made = asMade(media, recipe);

        expect(made.sizeBytes).toBeLessThanOrEqual(limits.imageBytes);
        const ratio = (made.width ?? 0) / (made.height ?? 1);
        expect(ratio).toBeGreaterThanOrEqual(limits.imageRatio.min);
        expect(ratio).toBeLessThanOrEqual(limits.imageRatio.max);
      }),
    );
  });
});
