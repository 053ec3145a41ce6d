/** Cuts what comes in arrays of any length into one of `first`, others of `size`, and a last one with what is left. */
export async function* inBatches<T>(
  arrays: AsyncIterable<readonly T[]>,
  size: number,
  first = size,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  let wanted = first;
  for await (const items of arrays) {
    for (const item of items) {
      batch.push(item);
      if (batch.length < wanted) continue;
      yield batch;
      batch = [];
      wanted = size;
    }
  }
  if (batch.length > 0) yield batch;
}
