/** What stands at a fixed place of every file of a type. */
const SIGNATURES: readonly (readonly [contentType: string, at: number, bytes: string])[] = [
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["image/bmp", 0, "BM"],
  ["image/tiff", 0, "II*\0"],
  ["image/tiff", 0, "MM\0*"],
];

/** The first brand of a file that is built like an MP4: https://github.com/strukturag/libheif/wiki/Standards-and-brands */
const IMAGE_BRANDS: Readonly<Record<string, string>> = {
  heic: "image/heic",
  heix: "image/heic",
  heim: "image/heic",
  heis: "image/heic",
  mif1: "image/heic",
  avif: "image/avif",
  avis: "image/avif",
};

/** Boxes that an MP4 or MOV may begin with, and the first bytes of WebM and Matroska. */
const VIDEO_BOXES = ["ftyp", "moov", "mdat", "wide", "free", "skip"];
const EBML = "\x1a\x45\xdf\xa3";

/** The content type of an image, or that it is a video; undefined for anything else. */
export function sniff(head: Uint8Array): string | "video" | undefined {
  const text = Array.from(head.subarray(0, 16), (byte) => String.fromCharCode(byte)).join("");
  const image = SIGNATURES.find(([, at, bytes]) => text.startsWith(bytes, at));
  if (image) return image[0];
  if (text.startsWith(EBML)) return "video";
  const box = text.slice(4, 8);
  if (!VIDEO_BOXES.includes(box)) return undefined;
  return (box === "ftyp" && IMAGE_BRANDS[text.slice(8, 12)]) || "video";
}
