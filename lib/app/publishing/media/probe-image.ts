import { imageSize } from "image-size";
import type { Probe } from "#lib/domain/publishing/media-facts.ts";
import type { RangedFile } from "./ranged-file.ts";

/** Cameras and editors put thumbnails and colour profiles before what we look for. */
const LONG_HEAD_BYTES = 1024 * 1024;

interface ImageHead {
  readonly contentType: string;
  readonly head: Uint8Array;
}

/** Reads width and height, turned as the file's EXIF orientation says. */
export async function probeImage(file: RangedFile, { contentType, head }: ImageHead): Promise<Probe> {
  const size = sizeIn(head) ?? sizeIn(await longHead(file, head));
  if (size) return { isReadable: true, facts: { kind: "image", contentType, ...size } };
  // The directory of a TIFF may stand at its end: that it is one is all that we say.
  if (contentType === "image/tiff") return { isReadable: true, facts: { kind: "image", contentType } };
  return { isReadable: false, because: "damaged" };
}

async function longHead(file: RangedFile, head: Uint8Array): Promise<Uint8Array> {
  if (head.length >= file.sizeBytes) return head;
  return await file.read(0, Math.min(LONG_HEAD_BYTES, file.sizeBytes));
}

/** EXIF orientations that lay an image on its side: https://www.media.mit.edu/pia/Research/deepview/exif.html */
const LYING = 5;

function sizeIn(head: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    if (!(width > 0 && height > 0)) return undefined;
    return orientation >= LYING ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}
