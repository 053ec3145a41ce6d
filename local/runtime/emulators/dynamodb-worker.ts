import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import * as z from "zod";
import { writeWhole } from "./whole-writes.ts";

/** Runs in a thread of its own: its HTTP handler rethrows what it does not expect. */
const { path } = z.object({ path: z.string() }).parse(workerData);
writeWhole();
const server = dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });

process.on("uncaughtException", (error) => {
  // The data's lock opens only with the first request, which then hangs.
  parentPort?.postMessage({ trouble: error.cause instanceof Error ? error.cause.message : error.message });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) parentPort?.postMessage({ port: address.port });
});

parentPort?.on("message", () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
