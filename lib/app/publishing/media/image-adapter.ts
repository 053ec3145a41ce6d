import { createHash } from "node:crypto";
import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageRecipe } from "#lib/domain/publishing/image-recipe.ts";
import type { MediaFacts } from "#lib/domain/publishing/media-facts.ts";
import { LatestNotes } from "../calendar/latest-notes.ts";
import type { MediaCatalogue } from "../calendar/ports.ts";
import type { MediaStore } from "./fetching-catalogue.ts";
import { renderImage } from "./render-image.ts";

/** Where adapted copies lie in the media bucket; originals stay where they are. */
export const ADAPTED = "adapted/";

export interface ImageAdapter {
  /** Makes the copy that the recipe asks for, once; undefined when the file is no image after all. */
  adapt(media: DraftMedia, recipe: ImageRecipe): Promise<DraftMedia | undefined>;
}

export interface AdapterServices {
  readonly catalogue: MediaCatalogue;
  readonly store: MediaStore;
  readonly originals: { bytes(name: string): Promise<Uint8Array> };
}

/** Adapts images in the media bucket, and remembers by their names what is made already. */
export function imageAdapter({ catalogue, store, originals }: AdapterServices): ImageAdapter {
  const copies = new LatestNotes<string, Promise<Copy | undefined>>(REMEMBERED);

  async function make(name: string, original: string, recipe: ImageRecipe): Promise<Copy | undefined> {
    const made = await catalogue.lookUp(name);
    if (made.found && made.probe?.isReadable) return { ...made.probe.facts, sizeBytes: made.sizeBytes };
    const rendered = await renderImage(await originals.bytes(original), recipe).catch(() => undefined);
    if (!rendered) return undefined;
    const { bytes, width, height } = rendered;
    await store.put(name, once(bytes));
    return { kind: "image", contentType: recipe.contentType, width, height, sizeBytes: bytes.length };
  }

  return {
    async adapt(media, recipe) {
      const name = adaptedKey(media, recipe);
      // A logo may stand in every row.
      const copy = copies.get(name) ?? make(name, media.name, recipe);
      copies.set(name, copy);
      const made = await copy;
      return made && { ...media, ...made, name };
    },
  };
}

type Copy = MediaFacts & Pick<DraftMedia, "sizeBytes">;

const REMEMBERED = 1_000;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Another original of the same name is told by its size: close enough, since the name is the promise. */
function adaptedKey({ name, sizeBytes }: DraftMedia, recipe: ImageRecipe): string {
  const { width, height, fit, mostBytes } = recipe;
  const digest = createHash("sha256")
    .update(JSON.stringify([name, sizeBytes, width, height, fit, mostBytes]))
    .digest("hex")
    .slice(0, 16);
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  return `${ADAPTED}${digest}/${base.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(-80)}.jpg`;
}
