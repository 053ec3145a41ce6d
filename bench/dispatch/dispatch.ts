import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { pricesByRegion } from "../cost/prices.ts";
import type { Figure } from "../figure.ts";
import { CrowdReport } from "./crowd-report.ts";

const SIZES = [10_000, 100_000, 1_000_000] as const;

/** The tick has 256 MB. Its heap is kept as small as Lambda would have to, and what remains is Node itself. */
const HEAP_MB = 100;

/** Lambda receives and deletes a busy queue's messages in tens. */
const MESSAGES_PER_RECEIVE = 10;

/**
 * As many publications due in one minute: planned, dispatched, claimed and published by the real code against a store and a
 * queue that only count. Each size in a process of its own, whose memory is its own.
 */
export async function dispatch(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) figures.push(...figuresOf(size, await crowd(size)));
  return figures;
}

async function crowd(size: number): Promise<CrowdReport> {
  const script = join(import.meta.dirname, "crowd-process.ts");
  const args = [`--max-old-space-size=${HEAP_MB}`, script, String(size)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return CrowdReport.parse(JSON.parse(stdout));
}

function figuresOf(size: number, report: CrowdReport): Figure[] {
  const figure = (what: string, value: number, unit: Figure["unit"]) => ({
    name: `${size.toLocaleString("en")} due: ${what}`,
    value,
    unit,
  });
  const { messages, sendRequests, peaks, busiestSecond } = report;
  const sqsRequests = sendRequests + 2 * Math.ceil(messages / MESSAGES_PER_RECEIVE);
  return [
    figure("dispatch", report.dispatchMs, "ms"),
    figure("dispatch, CPU", report.dispatchCpuMs, "ms"),
    figure("dispatch, CPU for each 1,000", (report.dispatchCpuMs / size) * 1_000, "ms"),
    figure("memory of the process at most", report.maxRssBytes / 1e6, "MB"),
    figure("messages", messages, "messages"),
    figure("SQS: sent, received, deleted", sqsRequests, "requests"),
    figure(`writes/s of the busiest key, ${peaks.writes.partition}`, peaks.writes.unitsPerSecond, "units"),
    figure(`writes/s of the index, ${peaks.indexWrites.partition}`, peaks.indexWrites.unitsPerSecond, "units"),
    figure(`reads/s, ${peaks.reads.partition}`, peaks.reads.unitsPerSecond, "units"),
    figure("writes/s of the whole table", busiestSecond.table, "units"),
    figure("writes/s of the whole index", busiestSecond.index, "units"),
    ...Object.entries(pricesByRegion).flatMap(([region, prices]) => [
      figure(
        `dispatch, ${region}`,
        sqsRequests * prices.sqsRequest + report.readUnits * prices.dynamodbReadUnit,
        "dollars",
      ),
      figure(`all writes, ${region}`, report.writeUnits * prices.dynamodbWriteUnit, "dollars"),
    ]),
  ];
}
