import * as z from "zod";
import { replayDeliveries } from "#lib/app/engagement/replay-deliveries.ts";
import { ArchiveBucketListing } from "#lib/aws/archive-listing.ts";
import { SqsIngestQueue } from "#lib/aws/ingest-queue.ts";
import { SqsReplyQueue } from "#lib/aws/reply-queue.ts";
import { writeLaptopAddress } from "#lib/runtime/laptop-address.ts";
import { assemble } from "./assembly.ts";
import { type LaptopClients, laptopClients } from "./clients.ts";
import { connectChannels, uploadMedia } from "./company-stage.ts";
import { openDataFolder } from "./data-folder.ts";
import { parametersOf, type SimulatedCompany, sampleCompany } from "./networks/sample-company.ts";
import { type SimulatedNetworks, type Simulators, startSimulatedNetworks } from "./networks/simulated-networks.ts";
import type { LaptopOptions } from "./options.ts";
import { startPage } from "./page/page.ts";
import type { FunctionLogLine } from "./runtime/functions/function-log.ts";
import { type Laptop, startLaptop } from "./runtime/laptop.ts";
import { Shutdown } from "./runtime/shutdown.ts";

/** The stage that runs on the laptop. */
const STAGE = "dev";

export interface SessionOptions extends Pick<LaptopOptions, "dataFolder" | "port" | "isFresh"> {
  /** Makes the template's waits shorter, for those who cannot wait. */
  readonly atMost?: Parameters<typeof startLaptop>[0]["atMost"];
  /** @default as strict as the real networks */
  readonly simulators?: Simulators;
  /** Of the simulated networks. @default this machine's clock */
  readonly now?: () => Date;
  /** What every function gets besides its own variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface SessionObserver {
  /** An event that was put on Antenne's bus. */
  readonly onEvent: (type: string, detail: unknown, at: Date) => void;
  /** Something that a function logged as a warning or an error. */
  readonly onTrouble: (message: string) => void;
  /** Every line that a function logs. */
  readonly onLog?: (line: FunctionLogLine) => void;
}

/** Everything that runs: the functions and their AWS, the simulated networks, and the page. */
export interface Session {
  readonly laptop: Laptop;
  readonly networks: SimulatedNetworks;
  readonly company: SimulatedCompany;
  readonly pageAddress: string;
  readonly clients: LaptopClients;
  readonly replyQueue: SqsReplyQueue;
  output(name: string): string;
  /** Runs a function now, by its name (`measurement/plan-collection`), as its schedule would. */
  runFunction(name: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Builds, synthesises and starts everything.
 *
 * @throws LaptopError when it cannot, with the way out.
 */
export async function startSession(options: SessionOptions, observer: SessionObserver): Promise<Session> {
  const shutdown = new Shutdown();
  try {
    return await start(options, observer, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: SessionOptions, observer: SessionObserver, shutdown: Shutdown): Promise<Session> {
  const { dataFolder, port, isFresh } = options;
  openDataFolder(dataFolder, { isFresh });
  const assembly = await assemble(dataFolder);
  const company = sampleCompany(dataFolder);
  const running: { laptop?: Laptop } = {};
  const networks = await startSimulatedNetworks({
    dataFolder,
    company,
    create: options.simulators,
    now: options.now,
    port: port === 0 ? 0 : port + 3,
    webhookAddress: () => running.laptop?.functionUrl(),
  });
  shutdown.add(() => networks.stop());
  const laptop = await startLaptopOf({ assembly, company, networks }, options, observer);
  shutdown.add(() => laptop.stop());
  running.laptop = laptop;
  const page = await startPage({ port: port === 0 ? 0 : port + 2, company, simulators: networks.simulators });
  shutdown.add(() => page.stop());
  const output = (name: string) => outputOf(laptop, name);
  const clients = laptopClients(laptop.endpoint);
  await connectChannels(company, { table: output("ChannelsTableName"), client: clients.documents });
  await uploadMedia({ bucket: output("MediaBucketName"), client: clients.buckets });
  await ingestAgain(company, { clients, output });
  writeLaptopAddress(dataFolder, { endpoint: laptop.endpoint, outputs: laptop.outputs });
  return {
    laptop,
    networks,
    company,
    pageAddress: page.origin,
    clients,
    replyQueue: new SqsReplyQueue(clients.queues, output("ReplyQueueUrl")),
    output,
    runFunction: async (name) => void (await laptop.invoke(name, {})),
    stop: () => shutdown.run(),
  };
}

/** Queues do not outlive a killed laptop, the archive does: what came in lately is ingested once more. */
async function ingestAgain(
  { channels }: SimulatedCompany,
  { clients, output }: Pick<Session, "clients" | "output">,
): Promise<void> {
  const now = Date.now();
  const networks = [...new Set(channels.map(({ channel }) => channel.network))];
  const lately = { networks, from: new Date(now - ONE_DAY_MS), to: new Date(now) };
  const archive = new ArchiveBucketListing(clients.buckets, output("ArchiveBucketName"));
  await replayDeliveries(lately, { archive, queue: new SqsIngestQueue(clients.queues, output("IngestQueueUrl")) });
}

const ONE_DAY_MS = 24 * 60 * 60_000;

interface Surroundings {
  readonly assembly: string;
  readonly company: SimulatedCompany;
  readonly networks: SimulatedNetworks;
}

function startLaptopOf(
  { assembly, company, networks }: Surroundings,
  { dataFolder, port, atMost, environment }: SessionOptions,
  observer: SessionObserver,
): Promise<Laptop> {
  return startLaptop({
    assembly,
    dataFolder,
    ports: port === 0 ? { aws: 0, functionUrl: 0 } : { aws: port, functionUrl: port + 1 },
    environment: { NETWORK_ORIGINS: JSON.stringify(networks.origins), ...environment },
    parameters: Object.fromEntries(parametersOf(company, STAGE).map(({ name, value }) => [name, value])),
    onEvent: (event) => observer.onEvent(event["detail-type"], event.detail, new Date(event.time)),
    onLog: (line) => {
      observer.onLog?.(line);
      tellTrouble(line, observer);
    },
    atMost,
  });
}

function outputOf({ outputs }: Laptop, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the template has no output ${name}`);
  return value;
}

function tellTrouble({ record, text, stream }: FunctionLogLine, { onTrouble }: SessionObserver): void {
  const { success, data } = Trouble.safeParse(record);
  if (success) onTrouble([data.message, data.error?.message].filter(Boolean).join(": "));
  else if (stream === "stderr") onTrouble(text);
}

/** A line of the functions' structured log that a person may want to see. */
const Trouble = z.object({
  level: z.enum(["WARN", "ERROR", "CRITICAL"]),
  message: z.string(),
  error: z.object({ message: z.string().optional() }).optional(),
});
