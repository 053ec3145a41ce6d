/** Where and when a text was said. */
export interface Said {
  /** As its user numbers channels. */
  readonly channel: number;
  readonly dueAtMs: number;
  readonly line: number;
}

/** At least so many are kept. */
const KEPT = 25_000;

/** Who has said a text last, for the latest texts of a file: memory stays small, however long it is. */
export class LatestTexts {
  #younger = new Texts();
  #older = new Texts();

  /** Notes who says a text now; returns who has said it before. */
  note(fingerprint: number, said: Said): Said | undefined {
    const before = this.#younger.note(fingerprint, said);
    if (before) return before;
    const long = this.#older.find(fingerprint);
    if (this.#younger.count > KEPT) {
      this.#older.clear();
      [this.#younger, this.#older] = [this.#older, this.#younger];
    }
    return long;
  }
}

/** More than twice as many, a power of two: a place is found within a step or two. */
const SLOTS = 65_536;

/** Fingerprint, instant, line and channel, side by side: a processor fetches from memory at once what lies together. */
const NUMBERS = 4;

/** What is in a slot without a text. */
const FREE = 0;

/**
 * A hash table with linear probing. Numbers in one flat array, because objects that live for some thousand rows and are
 * then forgotten are what a garbage collector is slowest at.
 */
class Texts {
  count = 0;
  readonly #numbers = new Float64Array(NUMBERS * SLOTS);

  note(fingerprint: number, { dueAtMs, line, channel }: Said): Said | undefined {
    const numbers = this.#numbers;
    const at = this.#placeOf(fingerprint);
    const before = this.#saidAt(at);
    if (!before) this.count += 1;
    numbers[at] = fingerprint;
    numbers[at + 1] = dueAtMs;
    numbers[at + 2] = line;
    numbers[at + 3] = channel;
    return before;
  }

  find(fingerprint: number): Said | undefined {
    return this.#saidAt(this.#placeOf(fingerprint));
  }

  clear(): void {
    this.count = 0;
    this.#numbers.fill(FREE);
  }

  #saidAt(at: number): Said | undefined {
    const numbers = this.#numbers;
    if (numbers[at] === FREE) return undefined;
    return { dueAtMs: numbers[at + 1] ?? 0, line: numbers[at + 2] ?? 0, channel: numbers[at + 3] ?? 0 };
  }

  /** Where it is, or would be. */
  #placeOf(fingerprint: number): number {
    const numbers = this.#numbers;
    let slot = fingerprint & (SLOTS - 1);
    while (numbers[NUMBERS * slot] !== FREE && numbers[NUMBERS * slot] !== fingerprint) slot = (slot + 1) & (SLOTS - 1);
    return NUMBERS * slot;
  }
}
