import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchmarkOptions, Figure } from "../figure.ts";
import { generateCalendar, generateManifest } from "./generated-calendar.ts";
import { readInProcess } from "./reading.ts";

const SIZES = [10_000, 100_000, 1_000_000];

/**
 * Calendars of growing size, read as an import reads them but for its writes, beside the CSV library alone (csv-parse) on
 * the same file. Time and memory are those of one process each, from its start.
 */
export async function calendar({ rows }: BenchmarkOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of rows ?? SIZES) figures.push(...(await readOf(size)));
  return figures;
}

async function readOf(rows: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const path = join(folder, "calendar.csv");
  const manifest = join(folder, "manifest.jsonl");
  try {
    await generateCalendar(path, rows);
    await generateManifest(manifest, rows);
    const whole = await readInProcess("read-calendar.ts", path, manifest);
    const raw = await readInProcess("read-raw.ts", path);
    if (whole.rows !== rows || raw.rows !== rows)
      throw new Error(`${whole.rows} and ${raw.rows} rows of ${rows} were read`);
    const name = (what: string) => `${rows.toLocaleString("en")} rows: ${what}`;
    return [
      { name: name("CPU time"), value: whole.cpuMs / 1000, unit: "s" },
      { name: name("time on the clock"), value: whole.wallMs / 1000, unit: "s" },
      { name: name("peak memory"), value: whole.peakBytes / 1e6, unit: "MB" },
      { name: name("CPU time of csv-parse alone"), value: raw.cpuMs / 1000, unit: "s" },
      { name: name("CPU time beside csv-parse alone"), value: whole.cpuMs / raw.cpuMs, unit: "×" },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
