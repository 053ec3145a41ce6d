import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { SIMULATORS, type Simulators } from "#local/networks/simulated-networks.ts";
import { type Session, startSession } from "#local/session.ts";
import { HeldWebhooks } from "./held-webhooks.ts";

/** More than any benchmark publishes in a day. */
const MANY_POSTS = 100_000;

/** The networks as they are, but for their daily limits, which a thousand posts in a second would exceed. */
const GENEROUS: Simulators = {
  ...SIMULATORS,
  instagram: (options) => createInstagramSimulator({ ...options, publishingQuota: MANY_POSTS }),
  x: (options) => createXSimulator(options, { rateLimitFactor: MANY_POSTS }),
};

/** A fresh laptop, whose networks tell nothing of our own posts before they are asked to. It is gone when `run` ends. */
export async function withBenchSession<Result>(
  tally: { onEvent(type: string, detail: unknown): void },
  run: (session: Session, webhooks: HeldWebhooks) => Promise<Result>,
): Promise<Result> {
  const dataFolder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const webhooks = new HeldWebhooks();
  const session = await startSession(
    { dataFolder, port: 0, isFresh: true, simulators: webhooks.of(GENEROUS) },
    { onEvent: (type, detail) => tally.onEvent(type, detail), onTrouble: (message) => console.error(message) },
  );
  try {
    return await run(session, webhooks);
  } finally {
    await session.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
