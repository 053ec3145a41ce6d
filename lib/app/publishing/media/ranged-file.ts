/** Headers of nearly all images and of videos made for the web fit into this: one request tells all of them. */
export const HEAD_BYTES = 64 * 1024;

/** A file of which parts can be read. */
export interface RangedFile {
  readonly sizeBytes: number;
  /** The bytes from `start` up to, not including, `end`; 0 ≤ start < end ≤ sizeBytes. */
  read(start: number, end: number): Promise<Uint8Array>;
}
