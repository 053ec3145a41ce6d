import { HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSEvent } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handler } from "../../../functions/publishing/import-calendar.ts";

const s3 = mockClient(S3Client);
mockClient(SQSClient);

/** S3's own event as EventBridge hands it to the queue, and one that is none of ours. */
const uploaded = (key: string) =>
  JSON.stringify({
    source: "aws.s3",
    "detail-type": "Object Created",
    detail: { bucket: { name: "b" }, object: { key } },
  });

const batch = (...bodies: readonly string[]) =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: `m${index}`,
      body,
      attributes: { SentTimestamp: "0", ApproximateReceiveCount: "1" },
    })),
  }) as unknown as SQSEvent;

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

beforeAll(() => {
  vi.stubEnv("AWS_REGION", "eu-west-3");
  for (const name of ["CALENDAR_BUCKET", "MEDIA_BUCKET", "PUBLICATIONS_TABLE", "CHANNELS_TABLE", "EVENT_BUS_NAME"]) {
    vi.stubEnv(name, name.toLowerCase());
  }
  vi.stubEnv("PUBLISH_QUEUE_URL", "https://sqs.eu-west-3.amazonaws.com/1/publish");
  vi.stubEnv("IMPORT_QUEUE_URL", "https://sqs.eu-west-3.amazonaws.com/1/import");
});

afterAll(() => vi.unstubAllEnvs());

beforeEach(() => s3.reset());

describe("import-calendar", () => {
  it("is done with a calendar that was deleted before its turn", async () => {
    s3.on(HeadObjectCommand).rejects(new NotFound({ message: "", $metadata: {} }));

    expect(await handler(batch(uploaded("calendars/gone.csv")), context)).toEqual({ batchItemFailures: [] });
    expect(s3.commandCalls(HeadObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: "calendar_bucket",
      Key: "calendars/gone.csv",
    });
  });

  it("gives back only the messages that it could not work on", async () => {
    s3.on(HeadObjectCommand, { Key: "calendars/gone.csv" }).rejects(new NotFound({ message: "", $metadata: {} }));
    s3.on(HeadObjectCommand, { Key: "calendars/trouble.csv" }).rejects(new Error("S3 is down"));
    const bodies = [uploaded("calendars/gone.csv"), uploaded("calendars/trouble.csv"), "not JSON"];

    const { batchItemFailures } = await handler(batch(...bodies), context);

    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(["m1", "m2"]);
  });
});
