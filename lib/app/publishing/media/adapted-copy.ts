import { createHash } from "node:crypto";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageRecipe } from "#lib/domain/publishing/image-copy.ts";

/** Where adapted copies lie in the media bucket; originals stay where they are. */
export const ADAPTED = "adapted/";

/** An image of the media bucket, and what is to be made of it. */
export interface CopyOrder extends Pick<DraftMedia, "name" | "sizeBytes"> {
  readonly recipe: ImageRecipe;
}

/**
 * The name of the copy: the same for the same image and recipe, whoever makes it or looks for it. Another original of the
 * same name is told by its size: close enough, since the name is the promise.
 */
export function adaptedKey({ name, sizeBytes, recipe }: CopyOrder): string {
  const { width, height, fit, mostBytes } = recipe;
  const digest = createHash("sha256")
    .update(JSON.stringify([name, sizeBytes, width, height, fit, mostBytes]))
    .digest("hex")
    .slice(0, 16);
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  return `${ADAPTED}${digest}/${base.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(-80)}.jpg`;
}
