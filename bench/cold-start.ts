import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { percentile } from "#local/scenario/summary.ts";
import { buildFunctions } from "../build.ts";
import type { Figure } from "./figure.ts";

const ROUNDS = 21;

interface Start {
  /** Of the whole process. */
  readonly wallMs: number;
  readonly importMs: number;
}

/**
 * Bundle sizes, and how long a new process takes to load each bundle: as a ratio to a handler that does nothing, because
 * milliseconds are the machine's. Rounds take turns, so that a busy moment hits all of them alike.
 */
export async function coldStart(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  try {
    const bundles = await buildFunctions(join(folder, "dist"));
    const empty = join(folder, "empty", "index.mjs");
    await mkdir(join(folder, "empty"));
    await writeFile(empty, "export const handler = async () => {};\n");
    const paths = [empty, ...bundles.map(({ name }) => join(folder, "dist", name, "index.mjs"))];
    const [nothing = [], ...starts] = await startInTurns(paths);
    return [
      { name: "empty handler, wall", value: median(nothing, "wallMs"), unit: "ms" },
      ...bundles.flatMap(({ name, bytes }, index): Figure[] => [
        { name: `${name}, bundle`, value: bytes, unit: "bytes" },
        { name: `${name}, import`, value: median(starts[index] ?? [], "importMs"), unit: "ms" },
        {
          name: `${name}, wall to an empty handler's`,
          value: median(starts[index] ?? [], "wallMs") / median(nothing, "wallMs"),
          unit: "×",
        },
      ]),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startInTurns(paths: readonly string[]): Promise<Start[][]> {
  const starts = paths.map((): Start[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, path] of paths.entries()) starts[index]?.push(await startOnce(path));
  }
  return starts;
}

async function startOnce(bundle: string): Promise<Start> {
  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "boot.js"), bundle]);
  return { wallMs: performance.now() - startedAt, importMs: Number(stdout) };
}

function median(starts: readonly Start[], time: keyof Start): number {
  return percentile(
    starts.map((start) => start[time]),
    0.5,
  );
}
