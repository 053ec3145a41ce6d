import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { queueClient } from "#lib/aws/clients.ts";
import { SqsReplyQueue } from "#lib/aws/reply-queue.ts";
import { assemble } from "./assembly.ts";
import { connectChannels, uploadMedia } from "./company-stage.ts";
import { openDataFolder } from "./data-folder.ts";
import { parametersOf, type SimulatedCompany, sampleCompany } from "./networks/sample-company.ts";
import { type SimulatedNetworks, type Simulators, startSimulatedNetworks } from "./networks/simulated-networks.ts";
import type { LaptopOptions } from "./options.ts";
import { startPage } from "./page/page.ts";
import type { FunctionLogLine } from "./runtime/functions/function-log.ts";
import { type Laptop, startLaptop } from "./runtime/laptop.ts";

/** The stage that runs on the laptop. */
const STAGE = "dev";

export interface SessionOptions extends Pick<LaptopOptions, "dataFolder" | "port" | "isFresh"> {
  /** Makes the template's waits shorter, for those who cannot wait. */
  readonly atMost?: Parameters<typeof startLaptop>[0]["atMost"];
  /** @default as strict as the real networks */
  readonly simulators?: Simulators;
}

export interface SessionObserver {
  /** An event that was put on Antenne's bus. */
  readonly onEvent: (type: string, detail: unknown, at: Date) => void;
  /** Something that a function logged as a warning or an error. */
  readonly onTrouble: (message: string) => void;
}

/** Everything that runs: the functions and their AWS, the simulated networks, and the page. */
export interface Session {
  readonly laptop: Laptop;
  readonly networks: SimulatedNetworks;
  readonly company: SimulatedCompany;
  readonly pageAddress: string;
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
  const { dataFolder, port, isFresh, simulators } = options;
  openDataFolder(dataFolder, { isFresh });
  const assembly = await assemble(dataFolder);
  const company = sampleCompany(dataFolder);
  const running: { laptop?: Laptop } = {};
  const networks = await startSimulatedNetworks({
    dataFolder,
    company,
    create: simulators,
    port: port === 0 ? 0 : port + 3,
    webhookAddress: () => running.laptop?.functionUrl(),
  });
  const laptop = await startLaptop({
    assembly,
    dataFolder,
    ports: port === 0 ? { aws: 0, functionUrl: 0 } : { aws: port, functionUrl: port + 1 },
    environment: { NETWORK_ORIGINS: JSON.stringify(networks.origins) },
    parameters: Object.fromEntries(parametersOf(company, STAGE).map(({ name, value }) => [name, value])),
    onEvent: (event) => observer.onEvent(event["detail-type"], event.detail, new Date(event.time)),
    onLog: (line) => tellTrouble(line, observer),
    atMost: options.atMost,
  });
  running.laptop = laptop;
  const page = await startPage({ port: port === 0 ? 0 : port + 2, company, simulators: networks.simulators });
  const output = (name: string) => outputOf(laptop, name);
  pointClientsAt(laptop.endpoint);
  writeFileSync(
    join(dataFolder, "laptop.json"),
    JSON.stringify({ endpoint: laptop.endpoint, outputs: laptop.outputs }),
  );
  await connectChannels(company, { ChannelsTableName: output("ChannelsTableName") });
  await uploadMedia({ MediaBucketName: output("MediaBucketName") });
  return {
    laptop,
    networks,
    company,
    pageAddress: page.origin,
    replyQueue: new SqsReplyQueue(queueClient(), output("ReplyQueueUrl")),
    output,
    runFunction: async (name) => void (await laptop.invoke(name, {})),
    async stop() {
      await Promise.all([page.stop(), networks.stop()]);
      await laptop.stop();
    },
  };
}

function outputOf({ outputs }: Laptop, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the template has no output ${name}`);
  return value;
}

/** The AWS clients of this process, which the sample's uploads go through. */
function pointClientsAt(endpoint: string): void {
  process.env.AWS_ENDPOINT_URL = endpoint;
  process.env.AWS_REGION = "eu-west-3";
  process.env.AWS_ACCESS_KEY_ID = "laptop";
  process.env.AWS_SECRET_ACCESS_KEY = "laptop";
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
