import { percentile } from "#local/scenario/summary.ts";
import type { BenchmarkOptions, Figure } from "../figure.ts";
import { withBenchSession } from "./bench-session.ts";
import { type CrowdedSecond, CrowdTally, crowdedSeconds } from "./crowded-seconds.ts";

/** How many seconds there are if nobody says. */
const SECONDS = 3;

/** How late 1,000 posts go out that are due in the same second on three networks, and in another one, and another. */
export async function lateness({ seconds = SECONDS }: BenchmarkOptions): Promise<Figure[]> {
  const tally = new CrowdTally();
  const measured = await withBenchSession(tally, (session) => crowdedSeconds(session, tally, seconds));
  const all = (count: (second: CrowdedSecond) => number) => measured.reduce((sum, second) => sum + count(second), 0);
  return [
    { name: "published", value: all(({ verdict }) => verdict.published), unit: "posts" },
    { name: "duplicates", value: all(({ verdict }) => verdict.duplicates), unit: "posts" },
    { name: "lost", value: all(({ verdict }) => verdict.lost), unit: "posts" },
    ...measured.flatMap((second, index) => figuresOf(`second ${index + 1}`, second)),
  ];
}

function figuresOf(name: string, { commitLatenessMs, visibleLatenessMs, stolenMs }: CrowdedSecond): Figure[] {
  return [
    ...percentiles(`${name}: commit request left`, commitLatenessMs),
    ...percentiles(`${name}: visible to followers`, visibleLatenessMs),
    ...(stolenMs === undefined
      ? []
      : [{ name: `${name}: processor time the host took away`, value: stolenMs, unit: "ms" } as const]),
  ];
}

function percentiles(name: string, values: readonly number[]): Figure[] {
  return [
    { name: `${name}, p50`, value: percentile(values, 0.5), unit: "ms" },
    { name: `${name}, p99`, value: percentile(values, 0.99), unit: "ms" },
    { name: `${name}, max`, value: percentile(values, 1), unit: "ms" },
  ];
}
