/** Where and when a text was said. */
export interface Said {
  /** As its user numbers channels. */
  readonly channel: number;
  readonly dueAtMs: number;
  readonly line: number;
}

/** At least so many are kept. */
const KEPT = 25_000;

/** More than twice as many, a power of two: a place is found within a step or two. */
const SLOTS = 65_536;

/**
 * Who has said a text last, for the latest texts of a file: memory stays small, however long it is. Numbers in flat
 * arrays, because objects that live for some thousand rows and are then forgotten are what a garbage collector is slowest
 * at.
 */
export class LatestTexts {
  #younger = new Texts();
  #older = new Texts();

  /** Notes who says a text now; returns who has said it before. */
  note(fingerprint: number, said: Said): Said | undefined {
    const before = this.#younger.find(fingerprint);
    if (before) {
      this.#younger.set(fingerprint, said);
      return before;
    }
    const long = this.#older.find(fingerprint);
    if (this.#younger.count >= KEPT) {
      this.#older.clear();
      [this.#younger, this.#older] = [this.#older, this.#younger];
    }
    this.#younger.set(fingerprint, said);
    return long;
  }
}

/** A hash table with linear probing. */
class Texts {
  count = 0;
  readonly #fingerprints = new Float64Array(SLOTS);
  readonly #dueAtMs = new Float64Array(SLOTS);
  readonly #lines = new Uint32Array(SLOTS);
  readonly #channels = new Uint16Array(SLOTS);

  find(fingerprint: number): Said | undefined {
    const slot = this.#slotOf(fingerprint);
    if (this.#fingerprints[slot] !== fingerprint) return undefined;
    const [channel = 0, dueAtMs = 0, line = 0] = [this.#channels[slot], this.#dueAtMs[slot], this.#lines[slot]];
    return { channel, dueAtMs, line };
  }

  set(fingerprint: number, { channel, dueAtMs, line }: Said): void {
    const slot = this.#slotOf(fingerprint);
    if (this.#fingerprints[slot] !== fingerprint) this.count += 1;
    this.#fingerprints[slot] = fingerprint;
    this.#channels[slot] = channel;
    this.#dueAtMs[slot] = dueAtMs;
    this.#lines[slot] = line;
  }

  clear(): void {
    this.count = 0;
    this.#fingerprints.fill(NO_WORDS);
  }

  /** Where it is, or would be. */
  #slotOf(fingerprint: number): number {
    let slot = fingerprint % SLOTS;
    for (
      let taken = this.#fingerprints[slot];
      taken !== NO_WORDS && taken !== fingerprint;
      taken = this.#fingerprints[slot]
    )
      slot = (slot + 1) % SLOTS;
    return slot;
  }
}

/**
 * A number of 53 bits by which the words of a text are known again, however many blanks are around and between them. Of millions of texts in one file, the chance that two are taken for one is less than one in a
 * million. Two multiplicative hashes of 32 bits (after
 * https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js), a fifth of the time of a cryptographic one.
 *
 * @param seed texts with different ones are different.
 */
export function fingerprintOf(text: string, seed: number): number {
  let [one, other] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
  let [hasWords, blanks, blank] = [false, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      blanks += 1;
      blank = code;
      continue;
    }
    if (blanks > 0 && hasWords) {
      const between = blanks === 1 ? blank : BLANK;
      one = Math.imul(one ^ between, 2654435761);
      other = Math.imul(other ^ between, 1597334677);
    }
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
    hasWords = true;
    blanks = 0;
  }
  if (!hasWords) return NO_WORDS;
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4_294_967_296 * (other & 0x1f_ffff) + (one >>> 0) || 1;
}

/** The fingerprint of a text without words, and of a slot without a text. */
export const NO_WORDS = 0;

const BLANK = 0x20;

const OTHER_BLANKS = Array.from("\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF", (blank) => blank.charCodeAt(0));

/** What `\s` matches. */
function isBlank(code: number): boolean {
  if (code <= BLANK) return code === BLANK || (code >= 9 && code <= 13);
  return code >= 0xa0 && ((code >= 0x2000 && code <= 0x200a) || OTHER_BLANKS.includes(code));
}
