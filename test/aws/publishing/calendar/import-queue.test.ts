import type { AddressInfo } from "node:net";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CalendarUploaded } from "#lib/aws/calendar-bucket.ts";
import { SqsImportQueue } from "#lib/aws/import-queue.ts";

const app = buildApp({ logger: false, defaultRegion: "eu-west-3" });
let client: SQSClient;
let url: string;
let queue: SqsImportQueue;

beforeAll(async () => {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  client = new SQSClient({
    endpoint,
    region: "eu-west-3",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const Attributes = { VisibilityTimeout: "1800" };
  const created = await client.send(new CreateQueueCommand({ QueueName: "imports", Attributes }));
  url = created.QueueUrl ?? "";
  queue = new SqsImportQueue(client, url);
});
afterAll(async () => {
  client.destroy();
  await app.close();
});

async function receive() {
  const { Messages: [message] = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: url }));
  return message;
}

describe("SqsImportQueue", () => {
  it("hides a message for as long as it is told, and lets it come back then", async () => {
    await queue.send({ key: "calendars/december.csv", version: "v 1" });

    const first = await receive();
    await queue.hold(first?.ReceiptHandle ?? "", 60_000);
    expect(await receive()).toBeUndefined();

    await queue.hold(first?.ReceiptHandle ?? "", 0);
    const second = await receive();
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(CalendarUploaded.parse(JSON.parse(second?.Body ?? ""))).toEqual({
      detail: { object: { key: "calendars/december.csv" } },
      continues: "v 1",
    });
  });

  it("announces an upload as S3 does, and not before it is to be", async () => {
    await queue.send({ key: "calendars/later.csv" }, 60_000);

    expect(await receive()).toBeUndefined();
  });
});
