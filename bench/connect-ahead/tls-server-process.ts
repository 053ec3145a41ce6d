import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { localhostCertificate } from "#local/networks/localhost-certificate.ts";

/** As long as a network takes to answer, so that no connection carries two requests of a crowd. */
const ANSWER_MS = 300;

/** A network that tells when it got each request. Says its port on the standard output, and ends with its parent. */
const server = createServer(localhostCertificate, async (request, response) => {
  const arrivedAt = Date.now();
  request.resume();
  await sleep(ANSWER_MS);
  response.end(String(arrivedAt));
});
server.listen({ port: 0, host: "localhost", backlog: 4_096 }, () => {
  console.log((server.address() as AddressInfo).port);
});
process.stdin.on("end", () => process.exit()).resume();
