import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as z from "zod";

/** What a process of its own took to read a calendar. */
const Reading = z.object({
  rows: z.int().positive(),
  /** The honest figure on a machine that others use as well. */
  cpuMs: z.number().positive(),
  wallMs: z.number().positive(),
  /** The most memory that it ever held, the program itself included. */
  peakBytes: z.int().positive(),
});

export type Reading = z.output<typeof Reading>;

/**
 * One core and little memory, as a function has them. On a large machine V8 lets garbage lie about until hundreds of MB
 * have come together, and several threads collect it, whose time is the process's as well.
 */
const SMALL_MACHINE = ["--max-old-space-size=128", "--max-semi-space-size=16", "--single-threaded-gc"];

/** What an older package asks of Node by `require`. */
const BANNER = {
  js: 'import { createRequire as requireFrom__ } from "node:module"; const require = requireFrom__(import.meta.url);',
};

export type ReadingScript = "read-calendar.ts" | "read-raw.ts";

/** Runs `script`, which reads the files at `paths`, in a process of its own; bundled, as functions are. */
export async function readInProcess(script: ReadingScript, ...paths: readonly string[]): Promise<Reading> {
  const folder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  try {
    const entry = join(import.meta.dirname, script);
    const bundle = join(folder, "index.mjs");
    await build({
      entryPoints: [entry],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: BANNER,
    });
    const { stdout } = await promisify(execFile)(process.execPath, [...SMALL_MACHINE, bundle, ...paths]);
    return Reading.parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Prints what this process has taken until now. */
export function printReading(rows: number): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const reading = {
    rows,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    wallMs: performance.now(),
    peakBytes: maxRSS * 1024,
  };
  console.log(JSON.stringify(reading));
}
