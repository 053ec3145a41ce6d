/** Cuts what comes in arrays of any length into arrays of `size`, and a last one with what is left. */
export async function* inBatches<T>(arrays: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const items of arrays) {
    for (const item of items) {
      batch.push(item);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
