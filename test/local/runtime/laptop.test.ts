import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { describe, expect, it, onTestFinished } from "vitest";
import { DataFolderError, NotEmulatedError, PortInUseError } from "#local/laptop-error.ts";
import { listen } from "#local/listen.ts";
import { startLaptop } from "#local/runtime/laptop.ts";
import { aFolder, aFunction, aMapping, anAssembly, aQueue, aTable } from "./an-assembly.ts";
import { aLaptop } from "./running-laptop.ts";

const stores = { Table: aTable(), Bucket: { Type: "AWS::S3::Bucket" } };

describe("starting the laptop again", () => {
  it("finds the tables and objects of the last time", async () => {
    const dataFolder = aFolder();
    const video = Buffer.alloc(9 * 1024 * 1024, "film");

    const first = await aLaptop({ resources: stores, dataFolder });
    const Bucket = first.resource("Bucket").ref;
    const TableName = first.resource("Table").ref;
    const s3 = new S3Client(first.client);
    const object = {
      Bucket,
      Key: "calendars/Été.csv",
      Body: "id,date\n",
      ContentType: "text/csv",
      Metadata: { by: "marketing" },
    };
    await s3.send(new PutObjectCommand(object));
    await new Upload({ client: s3, params: { Bucket, Key: "video.mp4", Body: video } }).done();
    for (const Key of ["gone & <forgotten>", "gone too"])
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "gone & <forgotten>" }, { Key: "gone too" }] } }),
    );
    await DynamoDBDocumentClient.from(new DynamoDBClient(first.client)).send(
      new PutCommand({ TableName, Item: { pk: "a", n: 1 } }),
    );
    await first.stop();

    const second = await aLaptop({ resources: stores, dataFolder });
    const again = new S3Client(second.client);
    const csv = await again.send(new GetObjectCommand({ Bucket, Key: object.Key }));
    const film = await again.send(new GetObjectCommand({ Bucket, Key: "video.mp4" }));
    const { Contents = [] } = await again.send(new ListObjectsV2Command({ Bucket }));
    const item = await DynamoDBDocumentClient.from(new DynamoDBClient(second.client)).send(
      new GetCommand({ TableName, Key: { pk: "a" } }),
    );

    expect(csv).toMatchObject({ ContentType: "text/csv", Metadata: { by: "marketing" } });
    expect(await csv.Body?.transformToString()).toBe("id,date\n");
    expect(Buffer.from((await film.Body?.transformToByteArray()) ?? []).equals(video)).toBe(true);
    expect(Contents.map(({ Key }) => Key)).toEqual([object.Key, "video.mp4"]);
    expect(item.Item).toEqual({ pk: "a", n: 1 });
    // What was there before is no news.
    expect(second.events).toEqual([]);
  });

  it("finds the messages that waited, in flight, or later", async () => {
    const dataFolder = aFolder();
    const resources = { Inbox: aQueue({ FifoQueue: true }), Later: aQueue() };

    const first = await aLaptop({ resources, dataFolder });
    const one = new SQSClient(first.client);
    const [inbox, later] = [first.resource("Inbox"), first.resource("Later")];
    for (const MessageBody of ["première 🥐", "deuxième"]) {
      const group = { MessageGroupId: "conversation", MessageDeduplicationId: MessageBody.slice(0, 4) };
      await one.send(new SendMessageCommand({ QueueUrl: inbox.ref, MessageBody, ...group }));
    }
    await one.send(new SendMessageCommand({ QueueUrl: later.ref, MessageBody: "not yet", DelaySeconds: 900 }));
    await one.send(new ReceiveMessageCommand({ QueueUrl: inbox.ref, MaxNumberOfMessages: 1 }));
    await first.stop();

    const second = await aLaptop({ resources, dataFolder });
    const two = new SQSClient(second.client);
    const QueueUrl = second.resource("Inbox").ref;
    const take = async () => {
      const { Messages = [] } = await two.send(
        new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["All"] }),
      );
      for (const { ReceiptHandle } of Messages) await two.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.map(({ Body, Attributes }) => [Body, Attributes?.MessageGroupId]);
    };
    const count = new GetQueueAttributesCommand({
      QueueUrl: second.resource("Later").ref,
      AttributeNames: ["ApproximateNumberOfMessagesDelayed"],
    });

    expect([...(await take()), ...(await take()), ...(await take())]).toEqual([
      ["première 🥐", "conversation"],
      ["deuxième", "conversation"],
    ]);
    expect((await two.send(count)).Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: "1" });
  });

  it("tells to start over when a table's keys or indexes have changed", async () => {
    const dataFolder = aFolder();
    await (await aLaptop({ resources: stores, dataFolder })).stop();
    const changed = aTable({
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "dueBucket", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "due",
          KeySchema: [{ AttributeName: "dueBucket", KeyType: "HASH" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    });

    const second = aLaptop({ resources: { ...stores, Table: changed }, dataFolder });

    await expect(second).rejects.toThrow(DataFolderError);
    await expect(second).rejects.toThrow(/Table.*--fresh/);
  });

  it("accepts an index that has not changed", async () => {
    const index = (name: string) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: name, KeyType: "HASH" },
        { AttributeName: "pk", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    });
    const Table = aTable({
      AttributeDefinitions: ["pk", "outbox", "due"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [index("outbox"), index("due")],
    });
    const dataFolder = aFolder();
    await (await aLaptop({ resources: { Table }, dataFolder })).stop();

    await expect(aLaptop({ resources: { Table }, dataFolder })).resolves.toBeDefined();
  });
});

describe("a laptop that cannot start", () => {
  it("names a resource type that it does not know", async () => {
    const unknown = aLaptop({ resources: { Stream: { Type: "AWS::Kinesis::Stream" } } });

    await expect(unknown).rejects.toThrow(NotEmulatedError);
    await expect(unknown).rejects.toThrow("Stream is a AWS::Kinesis::Stream");
  });

  it("passes over what is known to need nothing", async () => {
    const resources = {
      Role: { Type: "AWS::IAM::Role" },
      Topic: { Type: "AWS::SNS::Topic" },
      Alarm: { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmActions: [{ Ref: "Topic" }] } },
    };

    const laptop = await aLaptop({ resources, outputs: { Topic: { Ref: "Topic" } } });

    expect(laptop.outputs.Topic).toMatch(/^arn:aws:sns:eu-west-3:/);
  });

  it("names the port that is in use, and leaves nothing behind", async () => {
    const other = await listen(createServer(), { port: 0, purpose: "a test" });
    onTestFinished(() => other.stop());
    const port = Number(new URL(other.origin).port);
    const resources = {
      Fn: aFunction("fn"),
      Url: { Type: "AWS::Lambda::Url", Properties: { TargetFunctionArn: { "Fn::GetAtt": ["Fn", "Arn"] } } },
    };

    const blocked = aLaptop({ resources, code: { fn: "" }, ports: { aws: 0, functionUrl: port } });

    await expect(blocked).rejects.toThrow(PortInUseError);
    await expect(blocked).rejects.toThrow(`Port ${port} (function URL) is in use`);
  });

  it("names a data folder that it cannot write to", async () => {
    const file = join(aFolder(), "a-file");
    writeFileSync(file, "");

    await expect(aLaptop({ resources: stores, dataFolder: join(file, "data") })).rejects.toThrow(DataFolderError);
  });

  it("tells when another laptop uses the data folder", async () => {
    const dataFolder = aFolder();
    await aLaptop({ resources: stores, dataFolder });

    await expect(aLaptop({ resources: stores, dataFolder })).rejects.toThrow("Is another laptop using the folder?");
  });

  it("tells how to make the assembly that is missing", async () => {
    const missing = startLaptop({ assembly: aFolder(), dataFolder: aFolder() });

    await expect(missing).rejects.toThrow("npm run synth");
  });

  it("names the function whose code is missing", async () => {
    await expect(aLaptop({ resources: { Fn: aFunction("nowhere") } })).rejects.toThrow("the code of Fn");
  });
});

describe("stopping the laptop", () => {
  const busy = {
    resources: {
      ...stores,
      Work: aQueue(),
      Fn: aFunction("endless", { Timeout: 60 }),
      Mapping: aMapping("Work", "Fn"),
    },
    code: {
      endless: `export const handler = () => {
        console.log(JSON.stringify({ begun: true }));
        return new Promise(() => setInterval(() => {}, 1000));
      };`,
    },
  };

  it("waits for what runs, but not for long", async () => {
    const laptop = await aLaptop(busy);
    const running = laptop.invoke("Fn", {}).catch((error: Error) => error.message);
    await laptop.records("begun", 1);

    const startedAt = performance.now();
    await Promise.all([laptop.stop(), laptop.stop()]);

    expect(performance.now() - startedAt).toBeLessThan(3_500);
    expect(await running).toBe("the function's environment exited");
    await expect(fetch(laptop.endpoint)).rejects.toThrow("fetch failed");
  });

  it("leaves nothing behind that would keep a process alive", () => {
    const options = { assembly: anAssembly(busy), dataFolder: aFolder(), ports: { aws: 0 } };
    const script = `
      import { startLaptop } from "${new URL("../../../local/runtime/laptop.ts", import.meta.url)}";
      const laptop = await startLaptop(${JSON.stringify(options)});
      const running = laptop.invoke("Fn", {}).catch(({ message }) => message);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await laptop.stop();
      console.log(await running);`;

    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      timeout: 15_000,
      encoding: "utf8",
    });

    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "the function's environment exited\n",
      stderr: "",
    });
  });
});
