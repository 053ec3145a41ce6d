import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { tinyJpeg } from "#test/support/network-world.ts";
import type { SimulatedNetwork } from "#test/support/simulated-networks.ts";
import { type LifeTable, onFacebook, onInstagram, onX, publishOnce } from "#test/support/whole-life.ts";

const TABLE = "publications";
let database: Awaited<ReturnType<typeof startDynamoDb>>;
let at: LifeTable;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
  at = { client: database.client, table: TABLE };
});
afterAll(() => database.stop());

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

describe("a publication, from import to published", () => {
  it.each<[string, SimulatedNetwork, Draft, number]>([
    ["a text on Facebook", onFacebook, { text: TEXT, link: LINK, media: [] }, 3],
    ["a text on X", onX, { text: TEXT, link: LINK, media: [] }, 3],
    ["an image on Instagram", onInstagram, { text: TEXT, media: [image] }, 4],
    ["an image on X", onX, { text: TEXT, media: [image] }, 4],
    ["ten photos on Facebook", onFacebook, { text: TEXT, media: images(10) }, 4],
    ["a carousel of ten images on Instagram", onInstagram, { text: TEXT, media: images(10) }, 6],
    ["a carousel of images and a slow video on Instagram", onInstagram, { text: TEXT, media: [image, video] }, 6],
    ["a reel that takes 90 seconds", onInstagram, { text: TEXT, media: [video] }, 5],
  ])("takes at most six writes: %s", async (_, network, draft, writes) => {
    const result = await publishOnce(draft, { on: network, at });

    expect(result.publication).toMatchObject({ state: "published", url: expect.stringMatching(/^https:/) });
    expect(result.written).toHaveLength(writes);
  });

  it("goes out on its second although its video takes 90 seconds of transcoding", async () => {
    const draft = { text: TEXT, media: [video] };

    const { publication, stagedBeforeMs, world } = await publishOnce(draft, { on: onInstagram, at });

    expect(stagedBeforeMs).toBeLessThan(30 * 60_000 - 90_000);
    expect(publication).toMatchObject({ state: "published", latenessMs: 0 });
    expect(world.simulator.truth.posts.map(({ publishedAt }) => publishedAt)).toEqual([publication?.dueAt]);
  });
});
