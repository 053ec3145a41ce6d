import { randomUUID } from "node:crypto";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ChannelAccess } from "#lib/app/accounts/channel-access.ts";
import { tracedHttp } from "#lib/app/accounts/traced-http.ts";
import type { DelayedJob, PublishJob } from "#lib/app/publishing/ports.ts";
import { publishJob } from "#lib/app/publishing/publish.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { Network, NetworkContext } from "#lib/networks/network.ts";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { newId } from "#lib/runtime/new-id.ts";
import { aPublication } from "./a-publication.ts";
import { bareAccess } from "./bare-access.ts";
import { aVideo } from "./media-files.ts";
import { type NetworkWorld, startNetwork, tinyJpeg } from "./network-world.ts";
import { publishingBench } from "./publishing-bench.ts";
import type { SimulatedNetwork } from "./simulated-networks.ts";

const noHandshake = () => ({ query: {}, expectedBody: "" });
const mp4 = { contentType: "video/mp4", bytes: await aVideo() };
const fetchMedia = async ({ pathname }: URL) =>
  pathname.endsWith(".mp4") ? mp4 : { contentType: "image/jpeg", bytes: tinyJpeg };

export const onFacebook: SimulatedNetwork = {
  name: "facebook",
  network: facebook,
  createSimulator: (options) => createFacebookSimulator({ ...options, fetchMedia }),
  handshake: noHandshake,
};
export const onInstagram: SimulatedNetwork = {
  name: "instagram",
  network: instagram,
  createSimulator: (options) => createInstagramSimulator({ ...options, fetchMedia, videoProcessingMs: 90_000 }),
  handshake: noHandshake,
};
export const onX: SimulatedNetwork = {
  name: "x",
  network: x,
  createSimulator: createXSimulator,
  handshake: noHandshake,
};

/** The table that publications live in, in the emulator of a test. */
export interface LifeTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** Lives the life of one publication, from import to published, with the real table, engine, adapter and simulator. */
export async function publishOnce(
  draft: Draft,
  { on: simulated, at, ...changed }: { on: SimulatedNetwork; at: LifeTable } & Partial<Publication>,
) {
  const world = startNetwork(simulated);
  const { publications, written } = watchedTable(at);
  const sent: DelayedJob[] = [];
  const services: PublishServices = {
    ...publishingBench().services,
    clock: { now: world.now, sleep: (ms) => sleepIn(world, ms) },
    newId,
    publications,
    publishQueue: { send: async (jobs) => void sent.push(...jobs) },
    channels: { list: async () => [world.channel] },
    openChannel: async (_, http = world.context.http) => tracedAccess({ ...world.context, http }, simulated.network),
    findNetwork: () => simulated.network,
    media: world.context.media,
    http: world.context.http,
  };
  const { channelId } = world.channel;
  const publicationId = `p${randomUUID().replaceAll("-", "").slice(0, 20)}`;
  const dueAt = new Date(world.now().getTime() + 30 * 60_000);
  const wantsStaging = simulated.network.publishing?.needsStaging(draft) ?? false;
  const network = simulated.name;
  const history = [{ at: world.now(), what: "planned", by: "import" }];
  const planned = aPublication({ publicationId, channelId, network, draft, dueAt, wantsStaging, history, ...changed });
  await publications.add([planned]);

  const work = (job: PublishJob = { channelId, publications: [{ publicationId, revision: 1 }] }) =>
    publishJob(job, services, { remainingMs: () => 60_000, receiveCount: 1 });
  if (wantsStaging) await work();
  for (let followUp = sent.shift(); followUp; followUp = sent.shift()) {
    world.advance(followUp.delayMs);
    await work(followUp.job);
  }
  const stagedAt = world.now();
  world.setNow(new Date(dueAt.getTime() - 900));
  await work();
  const [publication] = await publications.getMany([publicationId]);
  return { publication, written, stagedBeforeMs: dueAt.getTime() - stagedAt.getTime(), world };
}

/** Time passes only after whoever can go on without it, as the network that was just asked. */
async function sleepIn(world: NetworkWorld, ms: number): Promise<void> {
  await new Promise(setImmediate);
  world.advance(Math.max(0, ms));
}

/** The bare access, but that the answer to a commit brings its trace, as it does in production. */
function tracedAccess(context: NetworkContext, { traceOf }: Network): ChannelAccess {
  const { http, traceId } = tracedHttp(context.http, traceOf);
  const commit: ChannelAccess["commit"] = async (call) => ({
    ...(await call({ ...context, http })),
    traceId: traceId(),
  });
  return { ...bareAccess(context), commit };
}

/** The real table; a publication's item is looked at after each write of it. */
function watchedTable({ client, table }: LifeTable) {
  const written: Record<string, unknown>[] = [];
  const send = client.send.bind(client);
  const watching = Object.assign(Object.create(client), {
    send: async (command: Parameters<typeof send>[0]) => {
      const answer = await send(command);
      const key = keyOfPublication(command);
      if (key) written.push((await send(new GetCommand({ TableName: table, Key: key }))).Item ?? {});
      return answer;
    },
  });
  return { publications: new PublicationsTable(watching, table, new HourDirectory(watching, table)), written };
}

function keyOfPublication(command: unknown): { readonly pk: string; readonly sk: string } | undefined {
  const given =
    command instanceof PutCommand
      ? command.input.Item
      : command instanceof UpdateCommand
        ? command.input.Key
        : undefined;
  return given?.pk?.startsWith("PUBLICATION#") ? { pk: given.pk, sk: given.sk } : undefined;
}
