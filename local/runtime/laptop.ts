import { LaptopError } from "#local/laptop-error.ts";
import { listen } from "#local/listen.ts";
import type { Chaos } from "./chaos.ts";
import { openDataFolder } from "./data-folder.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { ObjectMirror } from "./emulators/object-mirror.ts";
import { ParameterStore } from "./emulators/parameters.ts";
import { QueueMemory } from "./emulators/queue-memory.ts";
import { startSqsAndS3 } from "./emulators/sqs-and-s3.ts";
import { type EventBridgeEvent, EventBus } from "./events/event-bus.ts";
import { type AwsServices, createAwsFront } from "./front/aws-front.ts";
import type { FunctionLogLine } from "./functions/function-log.ts";
import type { Json } from "./json.ts";
import { openFunctionUrls } from "./provision/function-urls.ts";
import { provisionStores } from "./provision/stores.ts";
import { Workload } from "./provision/workload.ts";
import { RequestCounter, type RequestCounts } from "./request-counts.ts";
import { Shutdown } from "./shutdown.ts";
import { type Assembly, readAssembly } from "./template/assembly.ts";
import { type Deployment, type Resource, resolveAssembly } from "./template/deployment.ts";
import { ACCOUNT } from "./template/identities.ts";

export interface LaptopOptions {
  /** What `cdk synth` wrote, usually `cdk.out`. All its stacks are run. */
  readonly assembly: string;
  /** Tables and objects live here, and are there again at the next start. So are messages, unless the laptop was killed. */
  readonly dataFolder: string;
  /** 0 for any free one. A second function URL takes the port after the first. @default 4580 and 4581 */
  readonly ports?: { readonly aws?: number; readonly functionUrl?: number };
  /** @default eu-west-3 */
  readonly region?: string;
  /** Given to every function beside what the template gives it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** SSM SecureString parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Environments per function, and batches per event source mapping, at once. @default 3 */
  readonly concurrency?: number;
  /** How soon each schedule runs for the first time. @default 1500 */
  readonly firstScheduleAfterMs?: number;
  /** Makes the template's waits shorter, for those who cannot wait. */
  readonly atMost?: { readonly visibilitySeconds?: number; readonly batchingWindowSeconds?: number };
  readonly onLog?: (line: FunctionLogLine) => void;
  /** Told of everything that is put on any bus. */
  readonly onEvent?: (event: EventBridgeEvent) => void;
  readonly chaos?: Chaos;
}

export interface Laptop {
  /** Where all AWS services are: for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** The outputs of all stacks. */
  readonly outputs: Readonly<Record<string, string>>;
  /**
   * Where a function URL listens, ending in a slash.
   *
   * @param logicalId of the URL or of its function; without it, the first of the template
   */
  functionUrl(logicalId?: string): string;
  /** The names of a resource, by its logical id. */
  resource(logicalId: string): Resource;
  /**
   * Runs a function once.
   *
   * @param name logical id, description, name or ARN
   * @throws InvocationError
   */
  invoke(name: string, payload: Json): Promise<Json>;
  requestCounts(): RequestCounts;
  /** Leaves nothing behind. May be called again. */
  stop(): Promise<void>;
}

const PORTS = { aws: 4580, functionUrl: 4581 };

/**
 * Runs a synthesised CDK app on this machine: the same template and the same bundles that would be deployed.
 *
 * @throws LaptopError with the way out, when it cannot
 */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const shutdown = new Shutdown();
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: LaptopOptions, shutdown: Shutdown): Promise<Laptop> {
  const assembly = await readAssembly(options.assembly);
  const ports = { ...PORTS, ...options.ports };
  const running: { services?: AwsServices; workload?: Workload } = {};

  const front = await listen(
    createAwsFront(() => running.services),
    { port: ports.aws, purpose: "AWS" },
  );
  shutdown.add(() => front.stop());
  const urls = await openFunctionUrls(assembly, ports.functionUrl, (arn) => running.workload?.fn(arn));
  shutdown.add(() => urls.stop());

  const surroundings = { region: options.region ?? "eu-west-3", endpoint: front.origin, urlOrigin: urls.originOf };
  const deployment = resolveAssembly(assembly, surroundings);
  urls.connect(deployment.resources);

  const services = await startServices(options, { assembly, deployment, ...surroundings }, shutdown);
  running.services = services;
  const workload = startWorkload(options, { assembly, services, deployment, ...surroundings });
  running.workload = workload;
  shutdown.add(() => workload.stop());
  return laptopOf({ endpoint: front.origin, deployment, services, workload, shutdown });
}

interface Place {
  readonly assembly: Assembly;
  readonly deployment: Deployment;
  readonly region: string;
  readonly endpoint: string;
}

async function startServices(options: LaptopOptions, place: Place, shutdown: Shutdown): Promise<AwsServices> {
  const { assembly, deployment, region, endpoint } = place;
  const folder = await openDataFolder(options.dataFolder);
  const dynamoDb = await startDynamoDb(folder.dynamoDb);
  shutdown.add(() => dynamoDb.stop());
  const sqsAndS3 = await startSqsAndS3(region, endpoint);
  shutdown.add(() => sqsAndS3.stop());
  const queueMemory = new QueueMemory(folder.queues);

  const services = {
    dynamoDb,
    sqsAndS3,
    parameters: new ParameterStore(folder.parameters),
    bus: new EventBus({ account: ACCOUNT, region, onEvent: options.onEvent ?? (() => undefined) }),
    counter: new RequestCounter(),
    chaos: options.chaos ?? {},
    stacks: assembly.stacks.map(({ name }) => name),
    outputs: deployment.outputs,
  };
  // What was written since the first start stays: a refreshed token is good once.
  for (const [name, value] of Object.entries(options.parameters ?? {})) services.parameters.putIfMissing(name, value);
  await provisionStores(deployment.resources, services, {
    mirror: new ObjectMirror(folder.objects),
    queueMemory,
    longestVisibilitySeconds: options.atMost?.visibilitySeconds ?? Number.POSITIVE_INFINITY,
  });
  shutdown.add(async () => queueMemory.save(await sqsAndS3.queueContents()));
  return services;
}

function startWorkload(options: LaptopOptions, place: Place & { readonly services: AwsServices }): Workload {
  const { services, deployment, assembly, region, endpoint } = place;
  const workload = new Workload(deployment.resources, {
    ...services,
    queues: services.sqsAndS3.queues,
    assets: assembly.assets,
    region,
    endpoint,
    environment: options.environment ?? {},
    concurrency: options.concurrency ?? 3,
    onLog: options.onLog ?? (() => undefined),
    longestWindowSeconds: options.atMost?.batchingWindowSeconds ?? Number.POSITIVE_INFINITY,
    firstScheduleAfterMs: options.firstScheduleAfterMs ?? 1_500,
  });
  workload.start();
  return workload;
}

interface Parts {
  readonly endpoint: string;
  readonly deployment: Deployment;
  readonly services: AwsServices;
  readonly workload: Workload;
  readonly shutdown: Shutdown;
}

function laptopOf({ endpoint, deployment, services, workload, shutdown }: Parts): Laptop {
  const { resources, outputs } = deployment;
  const resource = (logicalId: string) => {
    const found = resources.find((each) => each.logicalId === logicalId);
    if (!found) throw new LaptopError(`The template holds no ${logicalId}.`);
    return found;
  };
  return {
    endpoint,
    outputs,
    resource,
    functionUrl: (logicalId) => {
      const urls = resources.filter(({ type }) => type === "AWS::Lambda::Url");
      const url =
        logicalId === undefined
          ? urls[0]
          : urls.find((each) => each.logicalId === logicalId || each.ref === resource(logicalId).attributes.Arn);
      if (!url) throw new LaptopError("The template holds no such function URL.");
      return url.attributes.FunctionUrl ?? "";
    },
    invoke: (name, payload) => workload.fn(name).invoke(payload),
    requestCounts: () => services.counter.counts(),
    stop: async () => {
      await shutdown.run();
      await workload.ended();
    },
  };
}
