import { readFile } from "node:fs/promises";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSEvent } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";

const sqs = mockClient(SQSClient);
const bus = mockClient(EventBridgeClient);
let database: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  database = await startDynamoDb();
  await database.createTable("conversations", { name: "outbox", partition: "outboxShard", sort: "outboxSort" });
  await database.createTable("channels");
  const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "1755847768034402" };
  await new ChannelsTable(database.client, "channels", () => new Date()).put(channel);
});
afterAll(() => database.stop());

beforeEach(async () => {
  const endpoint = await database.client.config.endpoint?.();
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${endpoint?.port}`,
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    ARCHIVE_BUCKET: "archive",
    CONVERSATIONS_TABLE: "conversations",
    CHANNELS_TABLE: "channels",
    CUSTOMER_SERVICE_QUEUE_URL: "https://sqs.example/customer-service.fifo",
    REPLY_QUEUE_URL: "https://sqs.example/reply",
    EVENT_BUS_NAME: "bus",
    PARAMETER_PREFIX: "/antenne/test",
    POWERTOOLS_DEV: "true",
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  for (const method of ["info", "warn", "error", "log"] as const) vi.spyOn(console, method).mockReturnValue();
  sqs.reset();
  bus.reset();
  sqs.on(SendMessageCommand).resolves({});
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const context = { functionName: "f", awsRequestId: "r", memoryLimitInMB: "256" } as Context;
context.getRemainingTimeInMillis = () => 30_000;

function records(...bodies: readonly string[]): SQSEvent {
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "1795392000000" };
  const all = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body,
    attributes,
    eventSource: "aws:sqs",
  }));
  return { Records: all } as unknown as SQSEvent;
}

const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const published = () =>
  bus.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries?.map(({ DetailType }) => DetailType));

async function aDelivery(file: string): Promise<string> {
  const body = await readFile(new URL(`../../../events/webhooks/${file}`, import.meta.url), "utf8");
  const receivedAt = "2026-11-23T10:00:06.000Z";
  return JSON.stringify({ version: 1, deliveryId: "d", network: "facebook", receivedAt, archiveKey: "k", body });
}

describe("the ingest worker", () => {
  it("brings a recorded comment to customer service, once", async () => {
    const { handler } = await import("../../../functions/engagement/ingest.ts");
    const delivery = await aDelivery("facebook/comment.json");

    const first = await handler(records(delivery), context);
    const second = await handler(records(delivery), context);

    expect([first, second]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    const [{ MessageBody = "", MessageGroupId } = {}, ...others] = sent();
    expect(others).toEqual([]);
    const message = CustomerServiceMessage.parse(JSON.parse(MessageBody));
    expect(message).toMatchObject({ kind: "comment", text: "Où est ma commande ? 😔", channelId: "facebook/acme" });
    expect(MessageGroupId).toBe(message.conversationId);
    expect(published()).toEqual(["MessageReceived", "MessageRouted"]);
  });

  it("retries the delivery whose message the queue did not take, and no other", async () => {
    const { handler } = await import("../../../functions/engagement/ingest.ts");
    sqs.on(SendMessageCommand).rejects(new Error("queue down"));

    const answer = await handler(
      records(await aDelivery("facebook/direct-message.json"), await aDelivery("facebook/reaction.json")),
      context,
    );

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-0" }] });
  });
});

describe("the sweep", () => {
  it("brings what was left to customer service", async () => {
    const { handler } = await import("../../../functions/engagement/sweep-outbox.ts");
    vi.useFakeTimers({ now: Date.now() + 3 * 60_000, toFake: ["Date"] });

    await handler({}, context).finally(() => vi.useRealTimers());

    expect(sent()).toHaveLength(1);
    expect(published()).toEqual(["MessageReceived", "MessageRouted"]);
  });
});

describe("the reply worker", () => {
  it("answers a request that makes no sense by an event, and takes it off the queue", async () => {
    const { handler } = await import("../../../functions/engagement/reply.ts");

    const answer = await handler(records('{"hello":1}', "[]"), context);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(published()).toEqual(["ReplyFailed", "ReplyFailed"]);
  });
});
