import { Worker } from "node:worker_threads";
import type { Campaign } from "./campaign.ts";
import { type Progress, ProgressLine } from "./progress.ts";
import { emptyReport, merge, type Report } from "./report.ts";

type Message = { readonly progress: Progress } | { readonly report: Report };

/** Shares a campaign among so many cores. */
export async function conductOnCores(campaign: Campaign, cores: number): Promise<Report> {
  const line = new ProgressLine(campaign.schedules);
  const parts = Array.from({ length: cores }, (_, index) =>
    conductPart({ ...campaign, part: { index, of: cores } }, (progress) => line.heard(index, progress)),
  );
  const report = emptyReport();
  for (const part of await Promise.all(parts)) merge(report, part);
  return report;
}

function conductPart(campaign: Campaign, hear: (progress: Progress) => void): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./core.ts", import.meta.url), { workerData: campaign });
    worker.on("message", (message: Message) => {
      if ("report" in message) resolve(message.report);
      else hear(message.progress);
    });
    worker.once("error", reject);
  });
}
