import type { Probe } from "#lib/domain/publishing/media-facts.ts";
import { probeImage } from "./probe-image.ts";
import { probeVideo } from "./probe-video.ts";
import { HEAD_BYTES, type RangedFile } from "./ranged-file.ts";
import { sniff } from "./sniff.ts";

/**
 * Reads what an image or a video is from its headers, in ranged reads: never the whole of a large file.
 *
 * @throws what `file` throws: trouble with the store is no damage of the file.
 */
export async function probeMedia(file: RangedFile): Promise<Probe> {
  if (file.sizeBytes === 0) return { isReadable: false, because: "damaged" };
  const head = await file.read(0, Math.min(HEAD_BYTES, file.sizeBytes));
  const kind = sniff(head);
  if (kind === undefined) return { isReadable: false, because: "unknown-kind" };
  return kind === "video" ? await probeVideo(file, head) : await probeImage(file, { contentType: kind, head });
}
