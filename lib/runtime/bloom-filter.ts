import { mixed } from "#lib/domain/mixed.ts";

/** 16 MB: ten million keys have 13 bits each. Of those that are new, then, 4 in 1,000 are taken for known. */
const BLOCKS = 2 ** 19;

/** The bits of a key are one in each word of a block, which a processor fetches from memory at once. */
const SALTS = [
  ...[0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d],
  ...[0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31],
] as const;

const WORDS_PER_BLOCK = SALTS.length;

/**
 * Knows of most new keys for certain that they are new, in memory that does not grow: a split block Bloom filter
 * (https://parquet.apache.org/docs/file-format/bloomfilter/).
 */
export class BloomFilter {
  readonly #words = new Int32Array(BLOCKS * WORDS_PER_BLOCK);

  /** Adds a key. @returns false when it certainly was not added before; true when it may have been. */
  add(key: string): boolean {
    let [one, other] = [0x811c9dc5, 0x41c6ce57];
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      other = Math.imul(other ^ code, 1597334677);
    }
    return this.#addBits(mixed(one) & (BLOCKS - 1), mixed(other));
  }

  #addBits(block: number, hash: number): boolean {
    let word = block * WORDS_PER_BLOCK;
    let isNew = false;
    for (const salt of SALTS) {
      const before = this.#words[word] ?? 0;
      const after = before | (1 << (Math.imul(hash, salt) >>> 27));
      isNew ||= before !== after;
      this.#words[word] = after;
      word += 1;
    }
    return !isNew;
  }
}
