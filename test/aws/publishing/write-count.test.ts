import { randomUUID } from "node:crypto";
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DelayedJob } from "#lib/app/publishing/ports.ts";
import { publishJob } from "#lib/app/publishing/publish.ts";
import type { PublishServices } from "#lib/app/publishing/publish-services.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { bareAccess } from "#test/support/bare-access.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { aVideo } from "#test/support/media-files.ts";
import { startNetwork, tinyJpeg } from "#test/support/network-world.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";
import type { SimulatedNetwork } from "#test/support/simulated-networks.ts";

const TABLE = "publications";
let database: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
});
afterAll(() => database.stop());

const noHandshake = () => ({ query: {}, expectedBody: "" });
const mp4 = { contentType: "video/mp4", bytes: await aVideo() };
const fetchMedia = async ({ pathname }: URL) =>
  pathname.endsWith(".mp4") ? mp4 : { contentType: "image/jpeg", bytes: tinyJpeg };
const onFacebook: SimulatedNetwork = {
  name: "facebook",
  network: facebook,
  createSimulator: (options) => createFacebookSimulator({ ...options, fetchMedia }),
  handshake: noHandshake,
};
const onInstagram: SimulatedNetwork = {
  name: "instagram",
  network: instagram,
  createSimulator: (options) => createInstagramSimulator({ ...options, fetchMedia, videoProcessingMs: 90_000 }),
  handshake: noHandshake,
};
const onX: SimulatedNetwork = { name: "x", network: x, createSimulator: createXSimulator, handshake: noHandshake };

/** What a bakery writes: two sentences, a link, a hashtag. */
const TEXT =
  "La fournée de 7 h est sortie : miches au levain, croissants pur beurre. Le comptoir est ouvert jusqu'à 13 h #pain";
const LINK = "https://lumiere.example/fournee?utm_source=social&utm_medium=post&utm_campaign=novembre";
const image: DraftMedia = {
  name: "croissants.jpg",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: tinyJpeg.length,
  altText: "Trois croissants",
};
const video: DraftMedia = { name: "film.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 8 };
const images = (count: number) => Array.from({ length: count }, () => image);

/** Lives the life of one publication, from import to published, with the real table, engine, adapter and simulator. */
async function publishOnce(simulated: SimulatedNetwork, draft: Draft) {
  const world = startNetwork(simulated);
  const table = countingTable();
  const sent: DelayedJob[] = [];
  const services: PublishServices = {
    ...publishingBench().services,
    clock: { now: world.now, sleep: async (ms) => world.advance(Math.max(0, ms)) },
    publications: table.publications,
    publishQueue: { send: async (jobs) => void sent.push(...jobs) },
    channels: { list: async () => [world.channel] },
    openChannel: async (_, http = world.context.http) => bareAccess({ ...world.context, http }),
    findNetwork: () => simulated.network,
    media: world.context.media,
    http: world.context.http,
  };
  const { channelId } = world.channel;
  const publicationId = `p${randomUUID()}`;
  const dueAt = new Date(world.now().getTime() + 30 * 60_000);
  const wantsStaging = simulated.network.publishing?.needsStaging(draft) ?? false;
  const network = simulated.name;
  await table.publications.add([aPublication({ publicationId, channelId, network, draft, dueAt, wantsStaging })]);

  const job = { channelId, publications: [{ publicationId, revision: 1 }] };
  const work = () => publishJob(job, services, { remainingMs: () => 60_000, receiveCount: 1 });
  if (wantsStaging) await work();
  for (let followUp = sent.shift(); followUp; followUp = sent.shift()) {
    world.advance(followUp.delayMs);
    await work();
  }
  const stagedAt = world.now();
  world.setNow(new Date(dueAt.getTime() - 900));
  await work();
  const [publication] = await table.publications.getMany([publicationId]);
  return { publication, ...table.counts, stagedBeforeMs: dueAt.getTime() - stagedAt.getTime(), world };
}

/** The real table; writes of publications are counted. */
function countingTable() {
  const counts = { writes: 0 };
  const { client } = database;
  const send = client.send.bind(client);
  const counting = Object.assign(Object.create(client), {
    send: async (command: Parameters<typeof send>[0]) => {
      if (isWriteOfPublication(command)) counts.writes += 1;
      return await send(command);
    },
  });
  return { publications: new PublicationsTable(counting, TABLE, new HourDirectory(counting, TABLE)), counts };
}

function isWriteOfPublication(command: unknown): boolean {
  const { pk = "" } =
    command instanceof PutCommand
      ? (command.input.Item ?? {})
      : command instanceof UpdateCommand
        ? (command.input.Key ?? {})
        : {};
  return String(pk).startsWith("PUBLICATION#");
}

describe("a publication, from import to published", () => {
  it.each<[string, SimulatedNetwork, Draft, number]>([
    ["a text on Facebook", onFacebook, { text: TEXT, link: LINK, media: [] }, 3],
    ["a text on X", onX, { text: TEXT, link: LINK, media: [] }, 3],
    ["an image on Instagram", onInstagram, { text: TEXT, media: [image] }, 5],
    ["an image on X", onX, { text: TEXT, media: [image] }, 4],
    ["ten photos on Facebook", onFacebook, { text: TEXT, media: images(10) }, 4],
    ["a carousel of ten images on Instagram", onInstagram, { text: TEXT, media: images(10) }, 6],
    ["a carousel of images and a slow video on Instagram", onInstagram, { text: TEXT, media: [image, video] }, 6],
    ["a reel that takes 90 seconds", onInstagram, { text: TEXT, media: [video] }, 5],
  ])("takes at most six writes: %s", async (_, network, draft, writes) => {
    const result = await publishOnce(network, draft);

    expect(result.publication).toMatchObject({ state: "published", url: expect.stringMatching(/^https:/) });
    expect(result.writes).toBe(writes);
  });

  it("goes out on its second although its video takes 90 seconds of transcoding", async () => {
    const { publication, stagedBeforeMs, world } = await publishOnce(onInstagram, { text: TEXT, media: [video] });

    expect(stagedBeforeMs).toBeLessThan(30 * 60_000 - 90_000);
    expect(publication).toMatchObject({ state: "published", latenessMs: 0 });
    expect(world.simulator.truth.posts.map(({ publishedAt }) => publishedAt)).toEqual([publication?.dueAt]);
  });
});
