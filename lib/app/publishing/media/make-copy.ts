import type { MediaCatalogue } from "../calendar/ports.ts";
import type { CopyOrder } from "./adapted-copy.ts";
import type { ImageAdapter } from "./image-adapter.ts";

export interface MakeCopyServices {
  readonly media: MediaCatalogue;
  readonly images: ImageAdapter;
}

/** `gone`: the image was removed or replaced meanwhile, and is ordered anew if it is still wanted. */
export type CopyOutcome = "made" | "gone" | "no-image";

/** Makes a copy that was ordered of an image, once, however often it is ordered. */
export async function makeCopy(order: CopyOrder, { media, images }: MakeCopyServices): Promise<CopyOutcome> {
  const original = await media.lookUp(order.name);
  if (!original.found || original.sizeBytes !== order.sizeBytes) return "gone";
  return (await images.copy(order)) ? "made" : "no-image";
}
