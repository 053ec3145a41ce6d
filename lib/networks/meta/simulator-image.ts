/** The frame headers of JPEG that carry the picture's size. */
const isStartOfFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** Width divided by height, read from the file's header; undefined where there is none to read. */
export function jpegRatio(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 2;
  while (offset + 9 < bytes.length && view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    if (isStartOfFrame(marker)) return view.getUint16(offset + 7) / view.getUint16(offset + 5);
    offset += 2 + view.getUint16(offset + 2);
  }
  return undefined;
}
