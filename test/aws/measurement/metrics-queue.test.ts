import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { SqsMetricsQueue } from "#lib/aws/metrics-queue.ts";
import { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import { aJob } from "#test/support/measurement-bench.ts";

const sqs = mockClient(SQSClient);
const queue = new SqsMetricsQueue(new SQSClient({ region: "eu-west-3" }), "https://queue.example/metrics");

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({});
});

const entriesOf = (call: number) => sqs.commandCalls(SendMessageBatchCommand)[call]?.args[0].input.Entries ?? [];

describe("the metrics queue", () => {
  it("sends ten messages a call", async () => {
    await queue.send(Array.from({ length: 12 }, (_, n) => ({ job: aJob(`p${n}`), delayMs: 0 })));

    expect([entriesOf(0).length, entriesOf(1).length]).toEqual([10, 2]);
    expect(CollectionJob.parse(JSON.parse(entriesOf(1)[1]?.MessageBody ?? ""))).toEqual(aJob("p11"));
  });

  it("delays as long as a queue can", async () => {
    await queue.send([90_500, 3_600_000].map((delayMs) => ({ job: aJob("p1"), delayMs })));

    expect(entriesOf(0).map(({ DelaySeconds }) => DelaySeconds)).toEqual([91, 900]);
  });

  it("fails when a message was not taken", async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [], Failed: [{ Id: "0", Code: "Throttled", SenderFault: false }] });

    await expect(queue.send([{ job: aJob("p1"), delayMs: 0 }])).rejects.toThrow("Throttled");
  });
});
