/**
 * Works on items of one lane in order, and on a few lanes at a time. One that fails does not keep the others from
 * being done.
 *
 * @throws AggregateError of everything that failed, at the end.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  laneOf: (item: Item) => string,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const lanes = [...Map.groupBy(items, laneOf).values()];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
      for (const item of lane) await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: LANES_AT_A_TIME }, worker));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${items.length} failed`);
}

const LANES_AT_A_TIME = 8;
