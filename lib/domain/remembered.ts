/** Enough for the days, times, files and tags that stand near each other; then all is forgotten, so that memory stays small. */
const LIMIT = 1_000;

/**
 * A pure function that remembers its answers: a calendar says the same few days, times, channels and files in row after row,
 * and reading each anew was most of the time that a row took.
 */
export function remembered<Answer>(answer: (written: string) => Answer): (written: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (written) => {
    const known = answers.get(written);
    if (known) return known.answer;
    if (answers.size >= LIMIT) answers.clear();
    const own = detached(written);
    const found = { answer: answer(own) };
    answers.set(own, found);
    return found.answer;
  };
}

/** V8 keeps a cell as a view of the text around it: remembering the cell would keep all of that. This is a copy. */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
