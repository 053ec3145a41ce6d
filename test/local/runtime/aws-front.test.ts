import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import { aQueue, aTable } from "./an-assembly.ts";
import { aLaptop } from "./running-laptop.ts";

const resources = { Table: aTable(), Bucket: { Type: "AWS::S3::Bucket" }, Queue: aQueue() };

/** As an unmodified client signs: only the scope matters. */
const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=k/20261124/eu-west-3/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const form = (endpoint: string, service: string, fields: Record<string, string>) =>
  fetch(endpoint, {
    method: "POST",
    headers: { ...signedFor(service), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields),
  });

describe("the one AWS address", () => {
  it("counts DynamoDB's requests and capacity units", async () => {
    const laptop = await aLaptop({ resources });
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(laptop.client));
    const TableName = laptop.resource("Table").ref;

    await client.send(new PutCommand({ TableName, Item: { pk: "a", text: "x".repeat(1500) } }));
    const silent = await client.send(new GetCommand({ TableName, Key: { pk: "a" }, ConsistentRead: true }));
    await client.send(
      new QueryCommand({ TableName, KeyConditionExpression: "pk = :a", ExpressionAttributeValues: { ":a": "a" } }),
    );
    const refused = new PutCommand({ TableName, Item: { pk: "a" }, ConditionExpression: "attribute_not_exists(pk)" });

    expect(silent.ConsumedCapacity).toBeUndefined();
    await expect(client.send(refused)).rejects.toThrow("The conditional request failed");
    expect(laptop.requestCounts().dynamodb).toEqual({
      requests: 4,
      byOperation: { PutItem: 2, GetItem: 1, Query: 1 },
      readUnits: 1.5,
      writeUnits: 3,
    });
  });

  it("serves objects by presigned addresses, to anyone who has one", async () => {
    const laptop = await aLaptop({ resources });
    const s3 = new S3Client(laptop.client);
    const object = { Bucket: laptop.resource("Bucket").ref, Key: "images/crème brûlée.jpg" };
    await s3.send(new PutObjectCommand({ ...object, Body: "bytes", ContentType: "image/jpeg" }));

    const url = await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: 60 });
    const response = await fetch(url);

    expect(url.startsWith(laptop.endpoint)).toBe(true);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "image/jpeg",
      "bytes",
    ]);
  });

  it("refuses a presigned address that has expired", async () => {
    const laptop = await aLaptop({ resources });
    const object = { Bucket: laptop.resource("Bucket").ref, Key: "a" };
    const signingDate = new Date(Date.now() - 120_000);

    const url = await getSignedUrl(new S3Client(laptop.client), new GetObjectCommand(object), {
      expiresIn: 60,
      signingDate,
    });

    expect((await fetch(url)).status).toBe(403);
  });

  it("refuses a message delayed by more than SQS delays", async () => {
    const laptop = await aLaptop({ resources });
    const client = new SQSClient(laptop.client);
    const message = { MessageBody: "late", DelaySeconds: 901 };
    const QueueUrl = laptop.resource("Queue").ref;

    const alone = client.send(new SendMessageCommand({ QueueUrl, ...message }));
    const inBatch = client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", ...message }] }));

    await expect(alone).rejects.toThrow("DelaySeconds");
    await expect(inBatch).rejects.toThrow("DelaySeconds");
  });

  it("refuses an unsigned request", async () => {
    const laptop = await aLaptop({ resources });

    const response = await fetch(`${laptop.endpoint}/${laptop.resource("Bucket").ref}/a`);

    expect(response.status).toBe(403);
  });

  it.each([
    [
      "kinesis",
      { "x-amz-target": "Kinesis_20131202.ListStreams" },
      '"message":"kinesis ListStreams is not emulated locally"',
    ],
    ["sns", { "content-type": "application/x-www-form-urlencoded" }, "<Message>sns  is not emulated locally</Message>"],
  ])("says plainly that it does not emulate %s", async (service, headers, expected) => {
    const laptop = await aLaptop({ resources });

    const response = await fetch(laptop.endpoint, { method: "POST", headers: { ...signedFor(service), ...headers } });

    expect(response.status).toBe(501);
    expect(await response.text()).toContain(expected);
  });

  it("tells addresses of queues that resolve", async () => {
    const laptop = await aLaptop({ resources });
    const client = new SQSClient(laptop.client);
    const { ref, attributes } = laptop.resource("Queue");

    const listed = await client.send(new ListQueuesCommand({}));
    const found = await client.send(new GetQueueUrlCommand({ QueueName: attributes.QueueName }));
    const made = await client.send(new CreateQueueCommand({ QueueName: "another" }));

    expect(listed.QueueUrls).toEqual([ref]);
    expect(found.QueueUrl).toBe(ref);
    expect(made.QueueUrl).toBe(`${laptop.endpoint}/000000000000/another`);
  });

  it("speaks the form-field protocol of older command lines to queues", async () => {
    const laptop = await aLaptop({ resources });
    const QueueUrl = laptop.resource("Queue").ref;
    const ask = async (fields: Record<string, string>) =>
      (await form(QueueUrl, "sqs", { Version: "2012-11-05", QueueUrl, ...fields })).text();

    await ask({
      Action: "SendMessage",
      MessageBody: 'Très <bon> & "frais" 🥐',
      "MessageAttribute.1.Name": "kind",
      "MessageAttribute.1.Value.DataType": "String",
      "MessageAttribute.1.Value.StringValue": "direct",
    });
    const received = await ask({
      Action: "ReceiveMessage",
      MaxNumberOfMessages: "10",
      "AttributeName.1": "All",
      "MessageAttributeName.1": "All",
    });
    const attributes = await ask({
      Action: "GetQueueAttributes",
      "AttributeName.1": "ApproximateNumberOfMessagesNotVisible",
    });
    const refused = await ask({ Action: "ReceiveMessage", MaxNumberOfMessages: "11" });

    expect(received).toContain("<Body>Très &#60;bon&#62; &#38; &#34;frais&#34; 🥐</Body>");
    expect(received).toContain("<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>");
    expect(received).toContain(
      "<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>direct</StringValue></Value></MessageAttribute>",
    );
    expect(attributes).toContain("<Name>ApproximateNumberOfMessagesNotVisible</Name><Value>1</Value>");
    expect(refused).toContain("<Code>InvalidParameterValue</Code>");
    expect(laptop.requestCounts().sqs).toMatchObject({ total: 4, polls: 0 });
  });

  it("tells who one is, and what was deployed", async () => {
    const laptop = await aLaptop({ resources, outputs: { QueueUrl: { Ref: "Queue" } } });

    const identity = await form(laptop.endpoint, "sts", { Action: "GetCallerIdentity" });
    const stacks = await form(laptop.endpoint, "cloudformation", { Action: "DescribeStacks" });

    expect(await identity.text()).toContain("<Account>000000000000</Account>");
    expect(await stacks.text()).toContain(
      `<OutputKey>QueueUrl</OutputKey><OutputValue>${laptop.resource("Queue").ref}</OutputValue>`,
    );
  });

  it("is slow when chaos is asked for", async () => {
    const chaos = { slowMs: 0 };
    const laptop = await aLaptop({ resources, chaos });
    const s3 = new S3Client(laptop.client);
    const { ref: Bucket } = laptop.resource("Bucket");
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));

    chaos.slowMs = 150;
    const startedAt = performance.now();
    await s3.send(new HeadObjectCommand({ Bucket, Key: "a" }));

    expect(performance.now() - startedAt).toBeGreaterThan(145);
  });
});

describe("SSM parameters", () => {
  const seeded = {
    "/antenne/dev/networks/x": '{"appSecrets":["s"]}',
    "/antenne/dev/channels/x/acme": '{"accessToken":"t"}',
  };

  it("are given to those who ask for them decrypted", async () => {
    const laptop = await aLaptop({ resources, parameters: seeded });
    const ssm = new SSMClient(laptop.client);
    const Name = "/antenne/dev/networks/x";

    const shown = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
    const hidden = await ssm.send(new GetParameterCommand({ Name }));

    expect(shown.Parameter).toMatchObject({ Name, Type: "SecureString", Value: '{"appSecrets":["s"]}' });
    expect(hidden.Parameter?.Value).not.toContain("appSecrets");
    await expect(ssm.send(new GetParameterCommand({ Name: "/none" }))).rejects.toThrow(ParameterNotFound);
    expect(laptop.requestCounts().ssm).toBe(3);
  });

  it("are listed by name and by path", async () => {
    const laptop = await aLaptop({ resources, parameters: seeded });
    const ssm = new SSMClient(laptop.client);
    const names = (parameters: { Name?: string }[] = []) => parameters.map(({ Name }) => Name);

    const some = await ssm.send(new GetParametersCommand({ Names: ["/antenne/dev/networks/x", "/none"] }));
    const flat = await ssm.send(new GetParametersByPathCommand({ Path: "/antenne/dev/networks" }));
    const deep = await ssm.send(new GetParametersByPathCommand({ Path: "/antenne/dev", Recursive: true }));

    expect([names(some.Parameters), some.InvalidParameters]).toEqual([["/antenne/dev/networks/x"], ["/none"]]);
    expect(names(flat.Parameters)).toEqual(["/antenne/dev/networks/x"]);
    expect(names(deep.Parameters)).toEqual(["/antenne/dev/channels/x/acme", "/antenne/dev/networks/x"]);
  });

  it("are put, and changed only on purpose", async () => {
    const laptop = await aLaptop({ resources, parameters: seeded });
    const ssm = new SSMClient(laptop.client);
    const put = (more: object) =>
      ssm.send(
        new PutParameterCommand({ Name: "/antenne/dev/networks/x", Value: "new", Type: "SecureString", ...more }),
      );

    await expect(put({})).rejects.toThrow("already exists");
    expect((await put({ Overwrite: true })).Version).toBe(2);
  });
});
