import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dueSoon } from "./due-soon.ts";
import { RunningSession } from "./running-session.ts";
import { postWebhook, SIGNATURE } from "./signed-webhook.ts";

const running = new RunningSession();

const row = { id: "r-1", dueIn: 600, channels: "facebook", text: "Bonjour" };
const tooLongForX = { ...row, channels: "facebook; instagram; x", media: "croissants.jpg", text: "é".repeat(300) };

const CALENDARS = {
  empty: "",
  "header-only": dueSoon(),
  "unknown-column": dueSoon(row).replace("media", "medai"),
  // Another row, with other words: what another calendar has already is told, and that is all.
  "unknown-channel": dueSoon({ ...row, id: "r-2", text: "Bonsoir", channels: "facebook; myspace" }),
  past: dueSoon({ ...row, id: "r-3", dueIn: -86_400 }),
  "media-missing": dueSoon({ ...row, id: "r-4", media: "absent.jpg" }),
  "too-long": dueSoon({ ...tooLongForX, id: "r-5", dueIn: 10 }),
};

beforeAll(async () => {
  await running.start();
  for (const [name, csv] of Object.entries(CALENDARS)) await running.upload(`${name}.csv`, csv);
  await running.hears("CalendarImported", Object.keys(CALENDARS).length);
}, 60_000);
afterAll(() => running.remove());

interface Imported {
  readonly calendar: string;
}

const told = (calendar: string) =>
  running.told<Imported>("CalendarImported").find((each) => each.calendar === calendar);

describe("a calendar that cannot be used as it is", () => {
  it.each([
    ["empty", { refused: true, rows: 0 }, "the file is empty"],
    ["header-only", { refused: true, rows: 0 }, "nothing below it"],
    ["unknown-column", { refused: false, imported: 1, rejected: 0 }, "medai"],
    ["unknown-channel", { imported: 1, problems: [expect.objectContaining({ column: "channels" })] }, "myspace"],
    ["past", { imported: 0, rejected: 1, problems: [expect.objectContaining({ line: 2, column: "date" })] }, "over"],
    ["media-missing", { imported: 1, warnings: 1, problems: [expect.objectContaining({ column: "media" })] }, "absent"],
    ["too-long", { imported: 1, rejected: 0, problems: [expect.objectContaining({ column: "text" })] }, "280"],
  ])("is answered: %s", async (name, expected, words) => {
    const report = await running.report(name);

    expect(told(name)).toMatchObject(expected);
    expect(report).toContain(words);
  });

  it("still goes out on the networks that its text fits", async () => {
    await running.hears("PublicationPublished", 2);

    const shown = running.session.networks.simulators.filter(({ truth }) => truth.posts.length > 0);

    expect(shown.map(({ network }) => network).toSorted()).toEqual(["facebook", "instagram"]);
  });
});

const NOT_JSON = "<html>Bonsoir 🌙</html>";
const UNKNOWN = JSON.stringify({ data: { event_type: "hologram.created", event_uuid: "1", payload: {} } });

describe("a webhook that cannot be used", () => {
  it("is refused when nobody signed it, or somebody else did", async () => {
    const unsigned = await postWebhook(running.session, UNKNOWN, {});
    const forged = await postWebhook(running.session, UNKNOWN, { [SIGNATURE]: `sha256=${btoa("a".repeat(32))}` });

    expect([unsigned, forged]).toEqual([401, 403]);
    expect(await archived()).toEqual([]);
  });

  it("is kept in the archive, and leaves nothing in the queues, when its sender is believed", async () => {
    const large = new TextEncoder().encode(JSON.stringify({ data: { event_type: "huge", text: "ô".repeat(1 << 20) } }));

    const statuses = [];
    for (const body of [NOT_JSON, UNKNOWN, large]) statuses.push(await postWebhook(running.session, body));

    expect(statuses).toEqual([200, 200, 200]);
    expect(large.length).toBeGreaterThan(2 * 1024 * 1024);
    const kept = await archived();
    expect(kept.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual(
      [Buffer.from(NOT_JSON), Buffer.from(UNKNOWN), large].map(({ length }) => length).toSorted((a, b) => a - b),
    );
    expect(kept.some((body) => Buffer.from(body).toString() === NOT_JSON)).toBe(true);
    await vi.waitFor(async () => expect(await waiting()).toEqual({}), { timeout: 30_000, interval: 300 });
  });

  it("does not keep the next one from its reader", async () => {
    await running.network("x").customer.direct({ author: "Zoé", text: "Vous êtes encore là ?" });

    await running.hears("MessageRouted", 1);

    expect(running.told("MessageReceived")).toHaveLength(1);
  });
});

/** One for each stage of the pipeline that has a queue, customer service included. */
const DEAD_LETTER_QUEUES = 7;

async function archived(): Promise<Uint8Array[]> {
  const { clients, output } = running.session;
  const Bucket = output("ArchiveBucketName");
  const { Contents = [] } = await clients.buckets.send(new ListObjectsV2Command({ Bucket, Prefix: "webhooks/x/" }));
  const bodies = Contents.map(async ({ Key }) => {
    const { Body } = await clients.buckets.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  });
  return await Promise.all(bodies);
}

/** Messages of the engagement queues and of all dead letters, by queue; those that hold none are left out. */
async function waiting(): Promise<Record<string, number>> {
  const { queues } = running.session.clients;
  const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({}));
  const watched = QueueUrls.filter((url) => /IngestWorkQueue|DeadLetters/.test(url));
  expect(watched).toHaveLength(1 + DEAD_LETTER_QUEUES);
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const counts = watched.map(async (QueueUrl) => {
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return [QueueUrl, AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name]), 0)] as const;
  });
  return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count > 0));
}
