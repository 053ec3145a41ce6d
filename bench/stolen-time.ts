import { readFile } from "node:fs/promises";

/** Linux counts in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_stat.5.html */
const TICK_MS = 10;

/** `cpu`, user, nice, system, idle, iowait, irq, softirq, steal. */
const STEAL = 8;

/**
 * Processor time in which this machine would have worked and its host served others, summed over all cores since it was
 * started: a measurement in which it grows has measured the host. Undefined where the system does not tell.
 */
export async function stolenMs(): Promise<number | undefined> {
  const text = await readFile("/proc/stat", "utf8").catch(() => undefined);
  const ticks = text?.split("\n", 1)[0]?.split(/\s+/)[STEAL];
  return ticks === undefined ? undefined : Number(ticks) * TICK_MS;
}
