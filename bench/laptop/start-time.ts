import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile } from "#local/scenario/summary.ts";
import { startSession } from "#local/session.ts";
import type { Figure } from "../figure.ts";

const ROUNDS = 3;

const NOBODY = { onEvent: () => undefined, onTrouble: () => undefined };

/** From nothing to a laptop that takes uploads: bundling and synthesis included, then again with nothing changed. */
export async function laptopStart(): Promise<Figure[]> {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const dataFolder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
    first.push(await startOnce(dataFolder));
    again.push(await startOnce(dataFolder));
    await rm(dataFolder, { recursive: true, force: true });
  }
  return [
    { name: "first start: bundles, template, laptop", value: percentile(first, 0.5), unit: "ms" },
    { name: "start with an unchanged template", value: percentile(again, 0.5), unit: "ms" },
  ];
}

async function startOnce(dataFolder: string): Promise<number> {
  const startedAt = performance.now();
  const session = await startSession({ dataFolder, port: 0, isFresh: false }, NOBODY);
  const tookMs = performance.now() - startedAt;
  await session.stop();
  return tookMs;
}
