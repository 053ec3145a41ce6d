import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface AssemblyParts {
  readonly resources: Record<string, object>;
  readonly outputs?: Record<string, object>;
  /** Source of each function's `index.mjs`, by the name that `aFunction` gives as its code. */
  readonly code?: Record<string, string>;
}

/** A cloud assembly of one stack, as `cdk synth` lays it out. */
export function anAssembly({ resources, outputs = {}, code = {} }: AssemblyParts): string {
  const folder = aFolder();
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  write("manifest.json", {
    artifacts: {
      "small.assets": { type: "cdk:asset-manifest", properties: { file: "small.assets.json" } },
      small: { type: "aws:cloudformation:stack", properties: { templateFile: "small.template.json" } },
    },
  });
  write("small.template.json", {
    Resources: resources,
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  });
  const files = Object.keys(code).map((name) => [
    name,
    { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } },
  ]);
  write("small.assets.json", { files: Object.fromEntries(files) });
  for (const [name, source] of Object.entries(code)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, "index.mjs"), source);
  }
  return folder;
}

export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), "antenne-laptop-"));
}

export function aFunction(code: string, properties: object = {}) {
  return {
    Type: "AWS::Lambda::Function",
    Properties: {
      Code: { S3Key: `${code}.zip` },
      Handler: "index.handler",
      MemorySize: 128,
      Timeout: 5,
      ...properties,
    },
  };
}

export function aQueue(properties: object = {}) {
  return { Type: "AWS::SQS::Queue", Properties: properties };
}

export function aMapping(queue: string, fn: string, properties: object = {}) {
  return {
    Type: "AWS::Lambda::EventSourceMapping",
    Properties: { EventSourceArn: arnOf(queue), FunctionName: { Ref: fn }, ...properties },
  };
}

export function aTable(properties: object = {}) {
  return {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      ...properties,
    },
  };
}

export function arnOf(logicalId: string) {
  return { "Fn::GetAtt": [logicalId, "Arn"] };
}
