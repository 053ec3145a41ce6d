/**
 * Notes by key, of which at least the latest `kept` are kept: memory stays small, however long a calendar is. In two
 * halves, because a Map from which the oldest is taken again and again looks for it ever longer.
 */
export class LatestNotes<Key, Value> {
  readonly #kept: number;
  #younger = new Map<Key, Value>();
  #older = new Map<Key, Value>();

  constructor(kept: number) {
    this.#kept = kept;
  }

  get(key: Key): Value | undefined {
    return this.#younger.get(key) ?? this.#older.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#younger.size >= this.#kept && !this.#younger.has(key)) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
  }

  /** Notes a value; returns what was noted before. */
  note(key: Key, value: Value): Value | undefined {
    const before = this.get(key);
    this.set(key, value);
    return before;
  }
}
