/** What to do with an image whose shape a network does not take: bars beside it, cut it, or leave it as it is. */
export type ImageFit = (typeof IMAGE_FITS)[number];

export const IMAGE_FITS = ["pad", "crop", "none"] as const;

/** How a copy of an image is made that a network takes. */
export interface ImageRecipe {
  readonly contentType: "image/jpeg";
  /** The size of the copy; at most this, if it has to become smaller still. */
  readonly width: number;
  readonly height: number;
  readonly fit: Exclude<ImageFit, "none">;
  readonly mostBytes: number;
  /** Width divided by height, which a smaller copy keeps to as well. */
  readonly ratio?: ImageLimits["imageRatio"];
}

/** The part of a network's limits that a copy can keep to. */
export interface ImageLimits {
  readonly imageTypes: readonly string[];
  readonly imageBytes: number;
  readonly imageRatio?: { readonly min: number; readonly max: number };
  readonly imageSides?: { readonly shorter: number; readonly longer: number };
}
