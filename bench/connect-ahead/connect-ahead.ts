import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnectAhead } from "#lib/networks/connections.ts";
import { createHttp } from "#lib/networks/http-client.ts";
import { trustLocalhost } from "#local/networks/localhost-certificate.ts";
import { percentile } from "#local/scenario/summary.ts";
import type { Figure } from "../figure.ts";

/** As many as one function publishes at once. */
const REQUESTS = 500;
const ROUNDS = 5;

const ORIGIN = "https://network.example";

/** Then the connections of the round before are closed. */
const PAUSE_MS = 6_000;

/** Before the requests, as long as posts are claimed ahead. */
const AHEAD_MS = 2_500;

/** How long it takes until a crowd's last request has arrived over TLS, with and without connections made ahead. */
export async function connectAhead(): Promise<Figure[]> {
  const distrustLocalhost = trustLocalhost();
  const server = spawn(process.execPath, [join(import.meta.dirname, "tls-server-process.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [port] = await once(server.stdout, "data");
    const network = networkAt(Number(port));
    await network.lastArrivalMs({ isAhead: false });
    return [
      await figureOf("connected for each request", () => network.lastArrivalMs({ isAhead: false })),
      await figureOf("connected ahead", () => network.lastArrivalMs({ isAhead: true })),
    ];
  } finally {
    server.stdin.end();
    distrustLocalhost();
  }
}

async function figureOf(name: string, measure: () => Promise<number>): Promise<Figure> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  return {
    name: `${REQUESTS} requests over TLS, ${name}: the last has arrived`,
    value: percentile(rounds, 0.5),
    unit: "ms",
  };
}

function networkAt(port: number) {
  const origins = { [ORIGIN]: `https://localhost:${port}` };
  const http = createHttp(origins);
  const connect = createConnectAhead(origins);
  const post = () => http({ method: "POST", url: new URL("/posts", ORIGIN), body: "x".repeat(300) });
  const everyone = <Result>(act: () => Result) => Array.from({ length: REQUESTS }, act);

  return {
    async lastArrivalMs({ isAhead }: { readonly isAhead: boolean }): Promise<number> {
      await sleep(PAUSE_MS);
      if (isAhead) everyone(() => connect(ORIGIN));
      await sleep(AHEAD_MS);
      const startedAt = Date.now();
      const answers = await Promise.all(everyone(post));
      return Math.max(...answers.map(({ text }) => Number(text))) - startedAt;
    },
  };
}
