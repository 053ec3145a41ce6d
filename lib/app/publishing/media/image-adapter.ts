import type { DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageRecipe } from "#lib/domain/publishing/image-copy.ts";
import type { MediaFacts } from "#lib/domain/publishing/media-facts.ts";
import { LatestNotes } from "../calendar/latest-notes.ts";
import type { MediaCatalogue } from "../calendar/ports.ts";
import { adaptedKey, type CopyOrder } from "./adapted-copy.ts";
import type { MediaStore } from "./fetching-catalogue.ts";
import { renderImage } from "./render-image.ts";

export interface ImageAdapter {
  /** Makes the copy that is ordered, once; undefined when the file is no image after all. */
  copy(order: CopyOrder): Promise<Copy | undefined>;
  /** The same, for a draft: its file with the copy in its place. */
  adapt(media: DraftMedia, recipe: ImageRecipe): Promise<DraftMedia | undefined>;
}

export interface AdapterServices {
  readonly catalogue: MediaCatalogue;
  readonly store: MediaStore;
  readonly originals: { bytes(name: string): Promise<Uint8Array> };
}

/** Adapts images in the media bucket, and remembers by their names what is made already. */
export function imageAdapter({ catalogue, store, originals }: AdapterServices): ImageAdapter {
  const copies = new LatestNotes<string, Promise<Copy | undefined> | undefined>(REMEMBERED);

  async function make(name: string, { name: original, recipe }: CopyOrder): Promise<Copy | undefined> {
    const made = await catalogue.lookUp(name);
    if (made.found && made.probe?.isReadable) return { name, ...made.probe.facts, sizeBytes: made.sizeBytes };
    const rendered = await renderImage(await originals.bytes(original), recipe).catch(() => undefined);
    if (!rendered) return undefined;
    const { bytes, width, height } = rendered;
    await store.put(name, once(bytes));
    return { name, kind: "image", contentType: recipe.contentType, width, height, sizeBytes: bytes.length };
  }

  const copy = (order: CopyOrder) => {
    const name = adaptedKey(order);
    // A logo may stand in every row.
    const made = copies.get(name) ?? make(name, order);
    copies.set(name, made);
    // Trouble with the store passes.
    made.catch(() => copies.set(name, undefined));
    return made;
  };
  return {
    copy,
    async adapt(media, recipe) {
      const { name, sizeBytes } = media;
      const made = await copy({ name, sizeBytes, recipe });
      return made && { ...media, ...made };
    },
  };
}

/** What was made, and where it lies. */
export type Copy = MediaFacts & Pick<DraftMedia, "name" | "sizeBytes">;

const REMEMBERED = 1_000;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
