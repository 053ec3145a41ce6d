import { createHash } from "node:crypto";
import type { SimulatedChannel } from "./simulator.ts";

/** What the network calls its answers in its own logs: each is another, and a run that is repeated has the same ones. */
export function traceIds({ remoteId }: SimulatedChannel): () => Buffer {
  let count = 0;
  return () => createHash("sha256").update(`${remoteId} ${count++}`).digest();
}
