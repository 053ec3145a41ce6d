import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createHttp } from "#lib/networks/http-client.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import type { Progress, PublishingContext, StageStep, WebhookRequest } from "#lib/networks/network.ts";
import { x } from "#lib/networks/x/index.ts";
import { listen } from "#local/listen.ts";
import { sampleCompany } from "#local/networks/sample-company.ts";
import { type SimulatedNetworks, startSimulatedNetworks } from "#local/networks/simulated-networks.ts";
import { tinyJpeg } from "#test/support/network-world.ts";

export const adapters = { facebook, instagram, x };
export type NetworkName = keyof typeof adapters;

export function aDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "antenne-networks-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The simulated networks of a data folder, with a front door that answers what `status` says (and has a picture). */
export async function startNetworks({ dataFolder = aDataFolder(), status = (): number => 200 } = {}) {
  const company = sampleCompany(dataFolder);
  const received: (WebhookRequest & { readonly path: string })[] = [];
  const door = await startFrontDoor(received, status);
  const problems: unknown[] = [];
  const networks = await startSimulatedNetworks({
    dataFolder,
    port: 0,
    company,
    webhookAddress: () => door.origin,
    webhookRetryDelaysMs: [5, 5, 5],
    report: (error) => problems.push(error),
  });
  const stop = async () => {
    await networks.stop();
    await door.stop();
  };
  return { dataFolder, company, received, problems, networks, doorOrigin: door.origin, stop };
}

export type RunningNetworks = Awaited<ReturnType<typeof startNetworks>>;

export function simulatorNamed({ simulators }: Pick<SimulatedNetworks, "simulators">, name: string) {
  const simulator = simulators.find(({ network }) => network === name);
  if (!simulator) throw new Error(`no ${name}`);
  return simulator;
}

/** Publishes through the real adapter, over HTTP. */
export async function publish(running: RunningNetworks, name: NetworkName, change: Partial<Draft> = {}) {
  const { company, networks, doorOrigin } = running;
  const known = company.channels.find(({ channel }) => channel.network === name);
  const { publishing } = adapters[name];
  if (!known || !publishing) throw new Error(`nothing can be published on ${name}`);
  const context: PublishingContext = {
    channel: known.channel,
    credentials: known.simulated,
    http: createHttp(networks.origins),
    now: () => new Date(),
    media: { bytes: async () => tinyJpeg, url: async (file) => new URL(file, doorOrigin) },
  };
  const draft = { text: "Bonjour Lyon ☀️", media: [], ...change };
  let progress: Progress | undefined;
  for (let status: StageStep["status"] = "continue"; status !== "staged" && publishing.needsStaging(draft); ) {
    ({ status, progress } = await publishing.stage(draft, progress, context));
  }
  return await publishing.commit(draft, progress, "key", context);
}

async function startFrontDoor(received: RunningNetworks["received"], status: () => number) {
  const server = createServer(async (request, response) => {
    if (request.method === "GET") return void response.writeHead(200, { "content-type": "image/jpeg" }).end(tinyJpeg);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { method = "", url = "" } = request;
    received.push({ path: url, method, headers, query: {}, body: new Uint8Array(Buffer.concat(chunks)) });
    response.writeHead(status()).end();
  });
  return await listen(server, { port: 0, purpose: "a test" });
}
