const LIMIT = 50_000;

/** Notes by key, of which the latest are kept: memory stays small, however long a calendar is. */
export class LatestNotes<Value> {
  readonly #notes = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#notes.get(key);
  }

  set(key: string, value: Value): void {
    this.#notes.delete(key);
    this.#notes.set(key, value);
    if (this.#notes.size <= LIMIT) return;
    const [oldest] = this.#notes.keys();
    if (oldest !== undefined) this.#notes.delete(oldest);
  }

  /** Notes a value; returns what was noted before. */
  note(key: string, value: Value): Value | undefined {
    const before = this.get(key);
    this.set(key, value);
    return before;
  }
}
