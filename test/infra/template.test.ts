import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, CfnResource, Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { describe, expect, it } from "vitest";
import { createApp } from "../../infra/pipeline-app.ts";
import { ofType, synthesise } from "./synthesised.ts";

const stack = await synthesise();

describe("the template", () => {
  it("has no custom resource, and no function besides ours", () => {
    expect(stack.resources.filter(({ type }) => /^(Custom::|AWS::CloudFormation::CustomResource)/.test(type))).toEqual(
      [],
    );
    expect(ofType(stack, "AWS::Lambda::Function").every(({ properties }) => "Description" in properties)).toBe(true);
  });

  it("comes out the same twice", async () => {
    const again = await synthesise();

    expect(again.resources).toEqual(stack.resources);
  });

  it("tells EventBridge of uploads, and lets calendars alone through to the import queue", () => {
    const rules = ofType<{ EventPattern?: { detail: unknown } }>(stack, "AWS::Events::Rule");
    const announcing = ofType(stack, "AWS::S3::Bucket").filter(
      ({ properties }) => "NotificationConfiguration" in properties,
    );

    expect(announcing.map(({ id }) => id)).toEqual([expect.stringContaining("CalendarBucket")]);
    expect(rules.flatMap(({ properties }) => properties.EventPattern ?? [])).toEqual([
      {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: [{ Ref: announcing[0]?.id }] }, object: { key: [{ prefix: "calendars/" }] } },
      },
    ]);
  });

  it("keeps buckets private, encrypted and behind TLS", () => {
    for (const { properties } of ofType(stack, "AWS::S3::Bucket")) {
      expect(properties).toMatchObject({
        BucketEncryption: {},
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
      });
    }
    const policies = ofType<{ PolicyDocument: { Statement: object[] } }>(stack, "AWS::S3::BucketPolicy");
    expect(policies).toHaveLength(3);
    for (const { properties } of policies) {
      expect(properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      );
    }
  });

  it("indexes what is due and what is to be sent, by keys only", () => {
    const indexes = ofType<{ GlobalSecondaryIndexes?: Record<string, unknown>[] }>(
      stack,
      "AWS::DynamoDB::Table",
    ).flatMap(({ properties }) => properties.GlobalSecondaryIndexes ?? []);

    expect(indexes).toEqual([index("due", "dueBucket", "dueSort"), index("outbox", "outboxShard", "outboxSort")]);
  });
});

describe("the security rules and CloudFormation's schema", () => {
  it.each(["dev", "prod"])("accept the stage %s", (stage) => {
    expect(() => freshApp({ stage, alarmEmail: "ops@example.com" }).synth()).not.toThrow();
  });

  it("refuse a bucket without protection", () => {
    const app = freshApp();
    new Bucket(pipelineOf(app), "Careless");

    expect(() => app.synth()).toThrow(/validation/i);
  });

  it("refuse a property that CloudFormation does not know", () => {
    const app = freshApp();
    new CfnResource(pipelineOf(app), "Malformed", { type: "AWS::SQS::Queue", properties: { Delay: "long" } });

    expect(() => app.synth()).toThrow(/validation/i);
  });
});

function freshApp(context?: Record<string, string>): App {
  return createApp({ context, outdir: mkdtempSync(join(tmpdir(), "antenne-validated-")) });
}

function pipelineOf(app: App): Stack {
  const [pipeline] = app.node.children.filter(Stack.isStack);
  if (!pipeline) throw new Error("the app has no stack");
  return pipeline;
}

function index(name: string, partitionKey: string, sortKey: string) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: "HASH" },
      { AttributeName: sortKey, KeyType: "RANGE" },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" },
  };
}
