import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile } from "#local/scenario/summary.ts";
import type { Figure } from "../figure.ts";

const ROUNDS = 3;

/** From a new process to a laptop that takes uploads: bundling and synthesis included, then with nothing changed. */
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
  const child = spawn(process.execPath, [join(import.meta.dirname, "start-once.ts"), dataFolder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const isStarted = await Promise.race([once(child.stdout, "data").then(() => true), ended.then(() => false)]);
  const tookMs = performance.now() - startedAt;
  await ended;
  if (!isStarted || child.exitCode !== 0) throw new Error("the laptop did not start");
  return tookMs;
}
