import { parentPort, workerData } from "node:worker_threads";
import { networks } from "#lib/networks/registry.ts";
import { conduct } from "./campaign.ts";
import { capabilityClasses } from "./capability.ts";

Error.stackTraceLimit = 0;

/** One core's part of a campaign: how far it has come, from time to time, and its report. */
const report = await conduct(workerData, { capabilities: await capabilityClasses(networks) }, (progress) =>
  parentPort?.postMessage({ progress }),
);
parentPort?.postMessage({ report });
