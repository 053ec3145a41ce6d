import type { ImageFit } from "../image-recipe.ts";

/** What holds on one channel for rows that do not say it, and whose file does not. */
export interface ChannelDefaults {
  readonly imageFit?: ImageFit;
}
