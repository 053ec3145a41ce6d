/**
 * Chance without a sequence: what happens at a place depends on the seed and the place's name alone. So taking one
 * fault out of a schedule leaves every other decision as it was, and a history can be shrunk fault by fault.
 */
export function hashOf(seed: number, place: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let index = 0; index < place.length; index++) {
    hash = Math.imul(hash ^ place.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 (included) to 1 (excluded). */
export function fractionOf(seed: number, place: string): number {
  return hashOf(seed, place) / 2 ** 32;
}

/** One of the choices, each as likely as the others. */
export function pick<Choice>(seed: number, place: string, choices: readonly [Choice, ...Choice[]]): Choice {
  return choices[hashOf(seed, place) % choices.length] ?? choices[0];
}
