import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { itemBytes } from "#test/support/item-bytes.ts";
import type { SimulatedNetwork } from "#test/support/simulated-networks.ts";
import { onFacebook, onInstagram, onX, publishOnce } from "#test/support/whole-life.ts";

/** DynamoDB bills a write for each of these that it begins, of the item before or after, whichever is larger. */
const WRITE_UNIT_BYTES = 1_024;

const TABLE = "publications";
let database: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable(TABLE, { name: "due", partition: "dueBucket", sort: "dueSort" });
});
afterAll(() => database.stop());

const TEXT =
  "La fournée de 7 h est sortie : miches au levain, croissants pur beurre. Le comptoir est ouvert jusqu'à 13 h #pain";
const LINK = "https://lumiere.example/fournee?utm_source=social&utm_medium=post&utm_campaign=novembre";
const croissants = {
  name: "fournee/croissants.jpg",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: 71_968,
  width: 1_080,
  height: 1_080,
  altText: "Trois croissants",
} as const;
const campaign = "novembre";

describe("a publication in its table", () => {
  it.each<[string, SimulatedNetwork, Draft]>([
    ["two sentences and a link on Facebook", onFacebook, { text: TEXT, link: LINK, media: [], campaign }],
    ["two sentences and a link on X", onX, { text: TEXT, link: LINK, media: [], campaign }],
    ["two sentences and an image on Instagram", onInstagram, { text: TEXT, media: [croissants], campaign }],
  ])("is no larger than one write unit, from its plan to its end: %s", async (_, on, draft) => {
    const names = { calendar: "novembre.csv", rowId: "fournee-1000" };

    const { publication, written } = await publishOnce(draft, {
      on,
      at: { client: database.client, table: TABLE },
      ...names,
    });

    expect(publication).toMatchObject({ state: "published", draft, ...names });
    expect(Math.max(...written.map(itemBytes))).toBeLessThanOrEqual(WRITE_UNIT_BYTES);
  });
});
