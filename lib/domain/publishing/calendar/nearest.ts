/** The candidate that a person probably meant: at most a third of its letters differ, case aside. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const wanted = written.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** How many letters must be added, dropped or replaced (Levenshtein). Only the first 40 letters count. */
export function editDistance(from: string, to: string): number {
  const [source, target] = [Array.from(from).slice(0, 40), Array.from(to).slice(0, 40)];
  let row = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [index, letter] of source.entries()) {
    const next = [index + 1];
    for (const [column, other] of target.entries()) {
      const replaced = at(row, column) + (letter === other ? 0 : 1);
      next.push(Math.min(at(row, column + 1) + 1, at(next, column) + 1, replaced));
    }
    row = next;
  }
  return at(row, target.length);
}

const at = (numbers: readonly number[], index: number): number => numbers[index] ?? 0;
