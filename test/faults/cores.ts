import { Worker } from "node:worker_threads";
import type { Campaign } from "./campaign.ts";
import { emptyReport, merge, type Report } from "./report.ts";

/** Shares a campaign among so many cores. */
export async function conductOnCores(campaign: Campaign, cores: number): Promise<Report> {
  const parts = Array.from({ length: cores }, (_, index) => partOf({ ...campaign, part: { index, of: cores } }));
  const report = emptyReport();
  for (const part of await Promise.all(parts)) merge(report, part);
  return report;
}

function partOf(campaign: Campaign): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./core.ts", import.meta.url), { workerData: campaign });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
