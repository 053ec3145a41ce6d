import type { DraftMedia } from "./draft.ts";
import type { ImageFit, ImageLimits, ImageRecipe } from "./image-copy.ts";

/** What is one still picture in any case: of a GIF its movement would be lost. */
const CONVERTIBLE = ["image/jpeg", "image/png", "image/webp", "image/tiff", "image/avif"];

/** What is decoded whole must fit a function. */
const MOST_SOURCE_BYTES = 50 * 1024 * 1024;

/** Nobody shows more, and no network asks for more. */
const LONGEST_SIDE = 4096;

/**
 * How an image is made to fit; undefined for one that fits already, and for what cannot be helped: a video, a GIF, a
 * file that nobody has looked into.
 */
export function imageRecipe(media: DraftMedia, limits: ImageLimits, fit: ImageFit): ImageRecipe | undefined {
  const { kind, contentType, width, height, sizeBytes, isAwaited } = media;
  const isKnown = kind === "image" && width && height && !isAwaited && CONVERTIBLE.includes(contentType);
  if (!isKnown || sizeBytes > MOST_SOURCE_BYTES || fit === "none" || !limits.imageTypes.includes("image/jpeg"))
    return undefined;
  const canvas = canvasOf({ width, height }, limits.imageRatio, fit);
  const isReshaped = canvas.width !== width || canvas.height !== height;
  const isTooLarge = limits.imageSides !== undefined && !fitsInto(canvas, limits.imageSides);
  const fits = limits.imageTypes.includes(contentType) && sizeBytes <= limits.imageBytes && !isReshaped && !isTooLarge;
  if (fits) return undefined;
  const { imageRatio: ratio, imageBytes: mostBytes } = limits;
  const factor = shrinking(canvas, limits.imageSides);
  return {
    contentType: "image/jpeg",
    ...scaled({ ...canvas, ratio }, factor),
    fit,
    mostBytes,
    ...(ratio && { ratio }),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export function fitsInto(size: Size, sides: NonNullable<ImageLimits["imageSides"]>): boolean {
  return shrinking(size, sides) === 1;
}

/** By how much an image must become smaller; 1: not at all. */
function shrinking({ width, height }: Size, sides = { shorter: LONGEST_SIDE, longer: LONGEST_SIDE }): number {
  return Math.min(1, sides.longer / Math.max(width, height), sides.shorter / Math.min(width, height));
}

/** Whole pixels on the inner side of the limit. */
function canvasOf({ width, height }: Size, range: ImageLimits["imageRatio"], fit: "pad" | "crop"): Size {
  const ratio = width / height;
  if (!range || (ratio >= range.min && ratio <= range.max)) return { width, height };
  const isTall = ratio < range.min;
  if (fit === "pad") {
    return isTall ? { width: Math.ceil(height * range.min), height } : { width, height: Math.ceil(width / range.max) };
  }
  return isTall ? { width, height: Math.floor(width / range.min) } : { width: Math.floor(height * range.max), height };
}

/** A smaller size of the same shape, in whole pixels that are still within the limits of the shape. */
export function scaled({ width, height, ratio }: Size & Pick<ImageRecipe, "ratio">, factor: number): Size {
  if (factor === 1) return { width, height };
  const size = { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
  if (!ratio) return size;
  const lower = { ...size, height: Math.max(1, Math.min(size.height, Math.floor(size.width / ratio.min))) };
  return { ...lower, width: Math.max(1, Math.min(lower.width, Math.floor(lower.height * ratio.max))) };
}

/** What the copy will be, as far as a network's limits go. */
export function asMade(media: DraftMedia, recipe: ImageRecipe): DraftMedia {
  const { contentType, width, height, mostBytes } = recipe;
  return { ...media, contentType, width, height, sizeBytes: Math.min(media.sizeBytes, mostBytes), recipe };
}

/** The same of an image that is yet to come: its name tells its type, and a copy is made of it when it comes. */
export function asAwaited(media: DraftMedia, { imageTypes }: ImageLimits, fit: ImageFit): DraftMedia {
  if (media.kind !== "image") return media;
  const isToBeConverted =
    fit !== "none" &&
    !imageTypes.includes(media.contentType) &&
    CONVERTIBLE.includes(media.contentType) &&
    imageTypes.includes("image/jpeg");
  return {
    ...media,
    ...(isToBeConverted && { contentType: "image/jpeg" }),
    ...(fit !== "pad" && { imageFit: fit }),
  };
}
