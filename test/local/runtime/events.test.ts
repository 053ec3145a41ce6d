import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { aFunction, aMapping, aQueue, arnOf } from "./an-assembly.ts";
import { aLaptop } from "./running-laptop.ts";

const code = {
  reader: `export const handler = async ({ Records }) => {
    for (const { body } of Records) console.log(JSON.stringify({ received: JSON.parse(body) }));
  };`,
  target: "export const handler = async (event) => console.log(JSON.stringify({ event }));",
};

const aRule = (target: object, properties: object) => ({
  Type: "AWS::Events::Rule",
  Properties: { State: "ENABLED", Targets: [{ Id: "Target0", ...target }], ...properties },
});

const bucket = {
  Type: "AWS::S3::Bucket",
  Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
};

describe("an object put into a bucket", () => {
  const resources = {
    Calendars: bucket,
    Silent: { Type: "AWS::S3::Bucket" },
    Imports: aQueue(),
    Uploaded: aRule(
      { Arn: arnOf("Imports") },
      {
        EventPattern: {
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: { bucket: { name: [{ Ref: "Calendars" }] }, object: { key: [{ prefix: "calendars/" }] } },
        },
      },
    ),
    Fn: aFunction("reader"),
    Mapping: aMapping("Imports", "Fn"),
  };

  it("reaches the function that its rule feeds", async () => {
    const laptop = await aLaptop({ resources, code });
    const s3 = new S3Client(laptop.client);
    const put = (logicalId: string, Key: string) =>
      s3.send(new PutObjectCommand({ Bucket: laptop.resource(logicalId).ref, Key, Body: "id,date\n" }));

    await put("Calendars", "reports/not-for-us.csv");
    await put("Silent", "calendars/elsewhere.csv");
    await put("Calendars", "calendars/Été à la plage + 100 %.csv");

    const received = await laptop.records("received", 1);
    expect(received).toHaveLength(1);
    expect(received[0]?.received).toMatchObject({
      version: "0",
      source: "aws.s3",
      "detail-type": "Object Created",
      region: "eu-west-3",
      resources: [laptop.resource("Calendars").attributes.Arn],
      detail: {
        bucket: { name: laptop.resource("Calendars").ref },
        object: { key: "calendars/Été à la plage + 100 %.csv", size: 8, etag: expect.stringMatching(/^[0-9a-f]{32}$/) },
        reason: "PutObject",
      },
    });
    expect(laptop.events).toHaveLength(2);
    expect(laptop.requestCounts()).toMatchObject({ s3: { put: 3, total: 3 }, sqs: { deliveries: 1 } });
  });

  it("tells how it came, and that it went", async () => {
    const laptop = await aLaptop({ resources: { Calendars: bucket } });
    const s3 = new S3Client(laptop.client);
    const Bucket = laptop.resource("Calendars").ref;

    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "c" }));
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "c", UploadId, PartNumber: 1, Body: "part" }));
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "c", UploadId, MultipartUpload }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));

    expect(laptop.events.map(({ detail, ...event }) => [event["detail-type"], detail])).toMatchObject([
      ["Object Created", { reason: "PutObject", object: { key: "a", size: 1 } }],
      ["Object Created", { reason: "CopyObject", object: { key: "b", size: 1 } }],
      ["Object Created", { reason: "CompleteMultipartUpload", object: { key: "c", size: 4 } }],
      ["Object Deleted", { reason: "DeleteObject", object: { key: "a" } }],
    ]);
  });
});

describe("PutEvents", () => {
  const resources = {
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "social" } },
    Published: aRule(
      { Arn: arnOf("Fn") },
      { EventBusName: { Ref: "Bus" }, EventPattern: { source: ["antenne"], "detail-type": ["PublicationPublished"] } },
    ),
    Fn: aFunction("target"),
  };
  const anEntry = (more: object = {}) => ({
    Source: "antenne",
    DetailType: "PublicationPublished",
    Detail: JSON.stringify({ publicationId: "p1" }),
    EventBusName: "social",
    ...more,
  });

  it("reaches the targets of the rules of its bus", async () => {
    const laptop = await aLaptop({ resources, code });
    const bus = new EventBridgeClient(laptop.client);

    const answer = await bus.send(
      new PutEventsCommand({
        Entries: [anEntry({ EventBusName: "default" }), anEntry({ DetailType: "Other" }), anEntry()],
      }),
    );

    const [record] = await laptop.records("event", 1);
    expect(answer).toMatchObject({ FailedEntryCount: 0 });
    expect(record?.event).toMatchObject({
      source: "antenne",
      account: "000000000000",
      detail: { publicationId: "p1" },
    });
    expect(laptop.events).toHaveLength(3);
    expect(laptop.requestCounts().events).toBe(3);
  });

  it("refuses each bad entry on its own", async () => {
    const laptop = await aLaptop({ resources, code });

    const { FailedEntryCount, Entries } = await new EventBridgeClient(laptop.client).send(
      new PutEventsCommand({
        Entries: [
          anEntry({ Detail: "not json" }),
          anEntry({ EventBusName: "nowhere" }),
          anEntry({ Detail: JSON.stringify({ text: "x".repeat(257 * 1024) }) }),
          anEntry({ EventBusName: laptop.resource("Bus").attributes.Arn }),
        ],
      }),
    );

    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "MalformedDetail",
      "EventBusNotFound",
      "EntryTooLarge",
      undefined,
    ]);
  });
});

describe("a schedule", () => {
  it("runs its function soon after the start", async () => {
    const laptop = await aLaptop({
      resources: {
        Tick: aRule({ Arn: arnOf("Fn") }, { ScheduleExpression: "rate(1 minute)" }),
        Fn: aFunction("target"),
      },
      code,
    });

    const [record] = await laptop.records("event", 1);
    expect(record?.event).toMatchObject({
      source: "aws.events",
      "detail-type": "Scheduled Event",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: [laptop.resource("Tick").attributes.Arn],
    });
  });

  it("gives the constant that its target asks for, and stays quiet when switched off", async () => {
    const input = { Arn: arnOf("Fn"), Input: '{"all":true}' };
    const laptop = await aLaptop({
      resources: {
        Off: aRule({ Arn: arnOf("Fn") }, { ScheduleExpression: "rate(1 minute)", State: "DISABLED" }),
        On: aRule(input, { ScheduleExpression: "rate(1 minute)" }),
        Fn: aFunction("target"),
      },
      code,
    });

    expect(await laptop.records("event", 1)).toMatchObject([{ event: { all: true } }]);
  });
});

describe("a rule", () => {
  it("refuses a target that would not be reached", async () => {
    const resources = {
      Rule: aRule({ Arn: "arn:aws:sns:eu-west-3:000000000000:topic" }, { EventPattern: { source: ["a"] } }),
    };

    await expect(aLaptop({ resources })).rejects.toThrow("neither a queue nor a function");
  });

  it("refuses a schedule that it does not understand", async () => {
    const resources = {
      Rule: aRule({ Arn: arnOf("Fn") }, { ScheduleExpression: "rate(1 fortnight)" }),
      Fn: aFunction("target"),
    };

    await expect(aLaptop({ resources, code })).rejects.toThrow("rate(1 fortnight)");
  });

  it("refuses an input transformer, which it would not apply", async () => {
    const target = { Arn: arnOf("Imports"), InputTransformer: { InputTemplate: "x" } };
    const resources = { Imports: aQueue(), Rule: aRule(target, { EventPattern: { source: ["a"] } }) };

    await expect(aLaptop({ resources })).rejects.toThrow(/Rule.*InputTransformer/s);
  });
});
