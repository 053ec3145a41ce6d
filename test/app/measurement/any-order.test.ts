import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { HOUR_MS, MeasurementBench } from "#test/support/measurement-bench.ts";

const HOURS = 30;

/** Plans and collects for some hours; `deliver` says in which order and how often the hour's jobs are worked on. */
async function measure(deliver: (jobs: readonly CollectionJob[], bench: MeasurementBench) => Promise<void>) {
  const bench = new MeasurementBench();
  for (const id of ["p1", "p2", "p3"]) await bench.publish(id, 1);
  for (let hour = 0; hour < HOURS; hour++) {
    await bench.plan();
    await deliver(bench.queue.receive(), bench);
    bench.clock.advance(HOUR_MS);
  }
  return bench.metrics.all();
}

describe("redelivery, reordering and crashes", () => {
  it("leave identical items", async () => {
    const expected = await measure(async (jobs, bench) => {
      for (const job of jobs) await bench.collect(job);
    });

    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (random) => {
        const draw = (below: number) => (random.next().value ?? 0) % below;
        const actual = await measure(async (jobs, bench) => {
          const copies = jobs.flatMap((job) => Array.from({ length: 1 + draw(3) }, () => job));
          bench.metrics.beforeSave = () => {
            if (draw(4) === 0) throw new Error("the table is away");
          };
          const open = copies.sort(() => draw(3) - 1);
          for (let job = open.shift(); job; job = open.shift()) {
            const failed = job;
            await bench.collect(job).catch(() => open.push(failed));
          }
        });

        expect(actual).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
