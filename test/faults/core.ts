import { parentPort, workerData } from "node:worker_threads";
import { networks } from "#lib/networks/registry.ts";
import { conduct } from "./campaign.ts";
import { capabilityClasses } from "./capability.ts";

Error.stackTraceLimit = 0;

/** One core's part of a campaign. */
parentPort?.postMessage(await conduct(workerData, { capabilities: await capabilityClasses(networks) }));
