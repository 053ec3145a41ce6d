import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it, vi } from "vitest";
import { succeededMessages } from "#local/runtime/functions/sqs-records.ts";
import { aFunction, aMapping, aQueue, arnOf } from "./an-assembly.ts";
import { aLaptop, type RunningLaptop } from "./running-laptop.ts";

const code = {
  // Says what it got, and fails the messages whose body says so.
  worker: `export const handler = async ({ Records }) => {
    for (const { body, attributes, messageAttributes } of Records) console.log(JSON.stringify({ body, attributes, messageAttributes }));
    console.log(JSON.stringify({ batch: Records.map(({ body }) => body) }));
    if (Records.some(({ body }) => body === "throw")) throw new Error("as told");
    return { batchItemFailures: Records.filter(({ body }) => body.startsWith("bad")).map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`,
};

const reports = { FunctionResponseTypes: ["ReportBatchItemFailures"] };

const fedByQueue = (queue: object = {}, mapping: object = reports) => ({
  resources: {
    DeadLetters: aQueue(),
    Work: aQueue({
      // Longer than a function takes to start on a busy machine: otherwise a message comes again that did not fail.
      VisibilityTimeout: 3,
      RedrivePolicy: { deadLetterTargetArn: arnOf("DeadLetters"), maxReceiveCount: 2 },
      ...queue,
    }),
    Fn: aFunction("worker"),
    Mapping: aMapping("Work", "Fn", mapping),
  },
  code,
});

function queueOf(laptop: RunningLaptop, logicalId: string) {
  const client = new SQSClient(laptop.client);
  const QueueUrl = laptop.resource(logicalId).ref;
  return {
    send: (...bodies: string[]) =>
      client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
        }),
      ),
    receive: async (WaitTimeSeconds = 0) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body }) => Body);
    },
    client,
    QueueUrl,
  };
}

describe("an event source mapping", () => {
  it("retries only what failed, and gives it up to the dead-letter queue", async () => {
    const laptop = await aLaptop(fedByQueue());

    await queueOf(laptop, "Work").send("good", "bad");

    const dead = await queueOf(laptop, "DeadLetters").receive(20);
    const bodies = (await laptop.records("body", 3)).map(({ body }) => body);
    expect(dead).toEqual(["bad"]);
    expect(bodies.toSorted()).toEqual(["bad", "bad", "good"]);
  });

  it("retries the whole batch when the function throws", async () => {
    const laptop = await aLaptop(fedByQueue({}, {}));

    await queueOf(laptop, "Work").send("good", "throw");

    const dead = [
      ...(await queueOf(laptop, "DeadLetters").receive(20)),
      ...(await queueOf(laptop, "DeadLetters").receive(1)),
    ];
    expect(dead.toSorted()).toEqual(["good", "throw"]);
    expect(laptop.logged.filter(({ text }) => text.endsWith(": as told")).length).toBeGreaterThan(0);
  });

  it("gives the records as Lambda does", async () => {
    const laptop = await aLaptop(fedByQueue());
    const { client, QueueUrl } = queueOf(laptop, "Work");

    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "with attributes",
        MessageAttributes: { kind: { DataType: "String", StringValue: "test" } },
      }),
    );

    const [record] = await laptop.records("body", 1);
    expect(record).toMatchObject({
      attributes: { ApproximateReceiveCount: "1", SentTimestamp: expect.stringMatching(/^\d{13}$/) },
      messageAttributes: { kind: { dataType: "String", stringValue: "test" } },
    });
  });

  it("gathers a batch for as long as its window says", async () => {
    const laptop = await aLaptop(fedByQueue({}, { ...reports, BatchSize: 3, MaximumBatchingWindowInSeconds: 5 }));
    const work = queueOf(laptop, "Work");

    for (const body of ["one", "two", "three"]) await work.send(body);

    const [first] = await laptop.records("batch", 1);
    expect(first?.batch).toEqual(["one", "two", "three"]);
  });

  it("leaves a delayed message alone until it is time", async () => {
    const laptop = await aLaptop(fedByQueue());
    const { client, QueueUrl } = queueOf(laptop, "Work");
    const sentAt = Date.now();

    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 1 }));

    await laptop.records("batch", 1);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1_000);
  });

  it("keeps the order inside a group of a FIFO queue", async () => {
    const fifo = { FifoQueue: true, ContentBasedDeduplication: true };
    const parts = fedByQueue(fifo, { BatchSize: 1 });
    const laptop = await aLaptop({ ...parts, resources: { ...parts.resources, DeadLetters: aQueue(fifo) } });
    const { client, QueueUrl } = queueOf(laptop, "Work");

    for (const MessageBody of ["1", "2", "3", "4"]) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: "one conversation" }));
    }

    const records = await laptop.records("body", 4);
    expect(records.map(({ body }) => body)).toEqual(["1", "2", "3", "4"]);
  });

  it("delivers twice when chaos is asked for", async () => {
    const laptop = await aLaptop({ ...fedByQueue(), chaos: { duplicateDelivery: 1 } });

    await queueOf(laptop, "Work").send("again");

    expect(await laptop.records("body", 2)).toHaveLength(2);
  });

  it("counts its polls beside the requests of others", async () => {
    const laptop = await aLaptop(fedByQueue());

    await queueOf(laptop, "Work").send("one");
    await vi.waitFor(() => expect(laptop.requestCounts().sqs.deletions).toBe(1), { timeout: 20_000 });

    const { sqs } = laptop.requestCounts();
    expect(sqs).toMatchObject({ total: 1, byOperation: { SendMessageBatch: 1 } });
    expect(sqs.polls).toBeGreaterThan(0);
  });

  it("refuses what it would not do", async () => {
    const parts = fedByQueue({}, { FilterCriteria: { Filters: [] } });

    await expect(aLaptop(parts)).rejects.toThrow(/Mapping.*FilterCriteria/s);
  });
});

describe("succeededMessages", () => {
  const message = (MessageId: string) => ({
    MessageId,
    ReceiptHandle: MessageId,
    Body: "",
    MD5OfBody: "",
    Attributes: {},
    MessageAttributes: {},
  });
  const batch = [message("a"), message("b")];
  const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

  it.each([
    ["nothing said", null, ["a", "b"]],
    ["an empty object", {}, ["a", "b"]],
    ["an empty list", failures(), ["a", "b"]],
    ["null as the list", { batchItemFailures: null }, ["a", "b"]],
    ["one failure", failures("b"), ["a"]],
    ["an unknown identifier", failures("b", "other"), []],
    ["an empty identifier", failures(""), []],
    ["a misspelt field", { batchItemFailures: [{ itemIdentifer: "a" }] }, []],
    ["a list that is none", { batchItemFailures: "a" }, []],
  ])("reads %s as Lambda does", (_name, answer, expected) => {
    expect(succeededMessages(batch, answer).map(({ MessageId }) => MessageId)).toEqual(expected);
  });
});
