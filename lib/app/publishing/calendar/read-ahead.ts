/** Reads items in order, so many of them at the same time: waiting for each one alone takes longer than using it. */
export async function* readAhead<Item, Read>(
  items: Iterable<Item>,
  lanes: number,
  read: (item: Item) => Promise<Read>,
): AsyncGenerator<Read> {
  const pending: Promise<Read>[] = [];
  for (const item of items) {
    const reading = read(item);
    // It fails where it is waited for; until then nobody listens.
    reading.catch(() => {});
    pending.push(reading);
    for (const first of pending.splice(0, pending.length - lanes + 1)) yield await first;
  }
  for (const reading of pending) yield await reading;
}
