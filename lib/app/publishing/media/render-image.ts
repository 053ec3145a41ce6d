import type { ImageRecipe } from "#lib/domain/publishing/image-copy.ts";
import { scaled } from "#lib/domain/publishing/image-recipe.ts";

export interface RenderedImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Tried in turn until the file is small enough: first worse, then smaller. */
const ATTEMPTS = [
  { quality: 90, scale: 1 },
  { quality: 80, scale: 1 },
  { quality: 80, scale: 0.7 },
  { quality: 75, scale: 0.5 },
  { quality: 70, scale: 0.3 },
] as const;

/** A picture of more pixels than this is no photograph, but a bomb. */
const MOST_PIXELS = 100_000_000;

/** The colour of the bars, and of what was transparent. */
const BACKGROUND = "#ffffff";

/**
 * Makes the copy that a recipe asks for; turned as the file says, without its metadata (where it was taken, for one).
 *
 * @throws for bytes that are no image after all.
 */
export async function renderImage(bytes: Uint8Array, recipe: ImageRecipe): Promise<RenderedImage> {
  // A library of megabytes, which only the first image to be adapted loads.
  const { default: sharp } = await import("sharp");
  const render = async ({ quality, scale }: (typeof ATTEMPTS)[number]) => {
    const size = scaled(recipe, scale);
    const fit = recipe.fit === "pad" ? "contain" : "cover";
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ ...size, fit, background: BACKGROUND })
      .flatten({ background: BACKGROUND })
      .toColourspace("srgb")
      .jpeg({ quality, mozjpeg: false })
      .toBuffer({ resolveWithObject: true });
    return { bytes: new Uint8Array(data), width: info.width, height: info.height };
  };
  for (const attempt of ATTEMPTS) {
    const rendered = await render(attempt);
    if (rendered.bytes.length <= recipe.mostBytes) return rendered;
  }
  throw new Error(`the image cannot be made smaller than ${recipe.mostBytes} bytes`);
}
