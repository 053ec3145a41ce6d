import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { percentile } from "#local/scenario/summary.ts";
import type { Figure } from "./figure.ts";

const ROOT = join(import.meta.dirname, "..");
const ROUNDS = 3;

/** What `npx cdk synth --quiet` takes: bundling, the template, its validation and cdk-nag, in a new process. */
export async function synthTime(): Promise<Figure[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await synthOnce());
  return [{ name: "cdk synth", value: percentile(times, 0.5), unit: "ms" }];
}

async function synthOnce(): Promise<number> {
  const output = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const startedAt = performance.now();
  await promisify(execFile)(join(ROOT, "node_modules/.bin/cdk"), ["synth", "--quiet", "--output", output], {
    cwd: ROOT,
  });
  const tookMs = performance.now() - startedAt;
  await rm(output, { recursive: true, force: true });
  return tookMs;
}
