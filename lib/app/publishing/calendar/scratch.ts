/**
 * Notes by key, of which there may be more than memory holds: a scratch pad on disk, private to one run and gone with it.
 * By it a row is known again, at once, that an earlier line has said already. What can wait until the whole file is read
 * is spilled and compared part by part, which takes a third of the time (`ledger/difference.ts`).
 */
export interface Scratch extends Disposable {
  /** Notes `value` unless something is noted under the key; returns what was noted there before. */
  keep(key: string, value: string): string | undefined;
}

/** @returns an empty one, to be disposed of by whoever opens it. */
export type OpenScratch = () => Scratch;

/** For what fits in memory. */
export function memoryScratch(): Scratch {
  const notes = new Map<string, string>();
  return {
    keep(key, value) {
      const noted = notes.get(key);
      if (noted === undefined) notes.set(key, value);
      return noted;
    },
    [Symbol.dispose]: () => notes.clear(),
  };
}
