import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
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

/** On a large machine V8 lets garbage lie about until hundreds of MB have come together: this is what a small one has. */
const HEAP = ["--max-old-space-size=128", "--max-semi-space-size=16"];

/** Runs `script`, which reads the files at `paths`, in a process of its own. */
export async function readInProcess(
  script: "read-calendar.ts" | "read-raw.ts",
  ...paths: readonly string[]
): Promise<Reading> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...HEAP,
    join(import.meta.dirname, script),
    ...paths,
  ]);
  return Reading.parse(JSON.parse(stdout));
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
