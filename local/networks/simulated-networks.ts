import { join } from "node:path";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { NetworkSimulator, SimulatorOptions } from "#lib/networks/simulator.ts";
import { createTikTokSimulator } from "#lib/networks/tiktok/simulator.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import type { LocalServer } from "#local/listen.ts";
import { fetchMedia } from "./fetch-media.ts";
import { RememberingSimulator } from "./remembering-simulator.ts";
import type { CompanyChannel, SimulatedCompany } from "./sample-company.ts";
import { startSimulatorServer } from "./simulator-server.ts";
import { type SentWebhook, WebhookSender, type WebhookSenderOptions } from "./webhook-sender.ts";

/** How to simulate each network, by its name. */
export type Simulators = Readonly<Record<string, (options: SimulatorOptions) => NetworkSimulator>>;

/** The networks that this machine can simulate, as strict as the real ones. */
export const SIMULATORS: Simulators = {
  facebook: createFacebookSimulator,
  instagram: createInstagramSimulator,
  // As TikTok itself, but in seconds: people sit in front of it.
  tiktok: (options) => createTikTokSimulator({ ...options, behaviour: { processingMs: 3_000, moderationMs: 4_000 } }),
  x: createXSimulator,
};

export interface SimulatedNetworksOptions {
  /** What happened at the networks is kept below it. */
  readonly dataFolder: string;
  /** Of the first origin; the others follow it. 0 for any free ones. */
  readonly port: number;
  readonly company: SimulatedCompany;
  /** @default `SIMULATORS` */
  readonly create?: Simulators;
  /** Where the front door of the laptop stands (webhooks go to `<address>/<network>`), once that is known. */
  readonly webhookAddress: () => string | undefined;
  readonly webhookRetryDelaysMs?: WebhookSenderOptions["retryDelaysMs"];
  readonly now?: () => Date;
  readonly random?: () => number;
  /** Told of what should never happen. */
  readonly report?: (error: unknown) => void;
}

export interface SimulatedNetworks {
  /** Real origin → origin on this machine, as `NETWORK_ORIGINS` wants it. */
  readonly origins: Readonly<Record<string, string>>;
  readonly simulators: readonly NetworkSimulator[];
  /** Every webhook since the start, with the answers that it got. */
  readonly webhooks: readonly SentWebhook[];
  stop(): Promise<void>;
}

/**
 * Starts every network of the company as servers on this machine, with all that happened there before.
 *
 * @throws HistoryMismatchError when the data folder was written by other simulators
 */
export async function startSimulatedNetworks(options: SimulatedNetworksOptions): Promise<SimulatedNetworks> {
  const { company, webhookAddress: address, webhookRetryDelaysMs: retryDelaysMs } = options;
  const sender = new WebhookSender({ address, retryDelaysMs });
  const simulators = await Promise.all(company.channels.map((channel) => openSimulator(channel, sender, options)));
  const servers = await startServers(simulators, options);
  return {
    origins: Object.fromEntries([...servers].map(([origin, server]) => [origin, server.origin])),
    simulators,
    webhooks: sender.sent,
    async stop() {
      sender.stop();
      await stopAll(servers);
    },
  };
}

function openSimulator(
  { channel: { network }, simulated: channel }: CompanyChannel,
  sender: WebhookSender,
  { dataFolder, create: known = SIMULATORS, now = () => new Date(), random = Math.random }: SimulatedNetworksOptions,
): Promise<RememberingSimulator> {
  const create = known[network];
  if (!create) throw new Error(`there is no simulator of ${network}`);
  const folder = join(dataFolder, "networks");
  return RememberingSimulator.open(network, { create, channel, folder, sender, now, random, fetchMedia });
}

/** One server for each origin: networks may share one. */
async function startServers(
  simulators: readonly NetworkSimulator[],
  { port: firstPort, report = console.error }: SimulatedNetworksOptions,
): Promise<Map<string, LocalServer>> {
  const servers = new Map<string, LocalServer>();
  const origins = new Set(simulators.flatMap((simulator) => simulator.origins));
  try {
    for (const origin of origins) {
      const port = firstPort === 0 ? 0 : firstPort + servers.size;
      servers.set(origin, await startSimulatorServer({ origin, simulators, port, report }));
    }
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
  return servers;
}

async function stopAll(servers: ReadonlyMap<string, LocalServer>): Promise<void> {
  await Promise.all([...servers.values()].map((server) => server.stop()));
}
