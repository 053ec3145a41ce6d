import { percentile } from "#local/scenario/summary.ts";
import type { Figure } from "../figure.ts";
import { busyDay } from "./busy-day.ts";

/** How late 1,000 posts go out that are due in the same second on three networks. */
export async function lateness(): Promise<Figure[]> {
  const { posts } = await busyDay();
  const { published, duplicates, lost } = posts.verdict;
  return [
    { name: "published", value: published, unit: "posts" },
    { name: "duplicates", value: duplicates, unit: "posts" },
    { name: "lost", value: lost, unit: "posts" },
    ...percentiles("commit request left", posts.commitLatenessMs),
    ...percentiles("visible to followers", posts.visibleLatenessMs),
  ];
}

function percentiles(name: string, values: readonly number[]): Figure[] {
  return [
    { name: `${name}, p50`, value: percentile(values, 0.5), unit: "ms" },
    { name: `${name}, p99`, value: percentile(values, 0.99), unit: "ms" },
    { name: `${name}, max`, value: percentile(values, 1), unit: "ms" },
  ];
}
