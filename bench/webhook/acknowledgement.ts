import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile } from "#local/scenario/summary.ts";
import { buildFunctions } from "../../build.ts";
import type { Figure } from "../figure.ts";
import { startAwsStandIn } from "./aws-stand-in.ts";
import { Acknowledgements, type Assignment } from "./front-door-process.ts";
import { signedEvents } from "./signed-events.ts";

const SECRET = "not-a-secret";

/**
 * How long the front door takes, inside its handler, from a signed call to the answer 200: the bundle that is deployed,
 * in a process of its own, with the real SDK over HTTP to a stand-in of AWS on this machine. What AWS itself takes comes
 * on top.
 */
export async function webhookAcknowledgement(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const aws = await startAwsStandIn(SECRET);
  try {
    await buildFunctions(folder);
    const bundle = join(folder, "engagement/receive-webhook/index.mjs");
    const assignment = { bundle, calls: 3_000, warmUpCalls: 300, events: await signedEvents(SECRET) };
    const { firstMs, eachMs, cpuMs } = await runFrontDoor(assignment, aws.origin);
    return [
      { name: "p50", value: percentile(eachMs, 0.5), unit: "ms" },
      { name: "p99", value: percentile(eachMs, 0.99), unit: "ms" },
      { name: "max", value: percentile(eachMs, 1), unit: "ms" },
      { name: "CPU of one call, SDK included", value: cpuMs, unit: "ms" },
      { name: "first call of a process", value: firstMs, unit: "ms" },
    ];
  } finally {
    aws.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFrontDoor(assignment: Assignment, origin: string): Promise<Acknowledgements> {
  const child = fork(join(import.meta.dirname, "front-door-process.ts"), {
    env: {
      ...process.env,
      ARCHIVE_BUCKET: "archive",
      INGEST_QUEUE_URL: `${origin}/000000000000/ingest`,
      PARAMETER_PREFIX: "/antenne/bench",
      AWS_ENDPOINT_URL: origin,
      AWS_REGION: "eu-west-3",
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      POWERTOOLS_METRICS_NAMESPACE: "Antenne",
      POWERTOOLS_SERVICE_NAME: "engagement",
    },
    // Its log lines are written, as in Lambda, and read by nobody.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the front door's process ended with ${code} before it answered`);
  });
  const answered = once(child, "message").then(([message]) => Acknowledgements.parse(message));
  child.send(assignment);
  return await Promise.race([answered, ended]);
}
