/**
 * Notes by key, of which there may be more than memory holds: a scratch pad on disk, private to one run and gone with it.
 * What it is for: to know a row again that an earlier line has said already (`keep`), and to lay one large list beside
 * another that is ordered differently (`keep` all of the first, `take` each of the second, then look at the `rest`).
 */
export interface Scratch extends Disposable {
  /** Notes `value` unless something is noted under the key; returns what was noted there before. */
  keep(key: string, value: string): string | undefined;
  /** Returns what is noted under the key, and strikes it out. */
  take(key: string): string | undefined;
  /** What is noted still, in no particular order. Nothing may be kept or taken meanwhile. */
  rest(): Iterable<readonly [key: string, value: string]>;
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
    take(key) {
      const noted = notes.get(key);
      notes.delete(key);
      return noted;
    },
    rest: () => notes,
    [Symbol.dispose]: () => notes.clear(),
  };
}
