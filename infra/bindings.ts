import { Stack } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnBucket, type IBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

/** The use of one thing by a function: the variable that names the thing, and the permission to use it, never apart. */
export interface Binding {
  readonly environment: Readonly<Record<string, string>>;
  readonly statement: PolicyStatement;
  /** Resources with a wildcard in them, and why they cannot be narrower. */
  readonly wildcards?: { readonly resources: readonly string[]; readonly reason: string };
}

const READS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const WRITES = ["dynamodb:PutItem", "dynamodb:UpdateItem"];

interface TableOptions {
  /** Index that may be queried besides the table. */
  readonly index?: string;
}

export const readsTable = (variable: string, table: ITable, { index }: TableOptions = {}) =>
  usesTable(variable, table, READS, index);

export const writesTable = (variable: string, table: ITable) => usesTable(variable, table, WRITES);

export const readsAndWritesTable = (variable: string, table: ITable, { index }: TableOptions = {}) =>
  usesTable(variable, table, [...READS, ...WRITES], index);

/** Never a Scan, which reads everything, nor a DeleteItem: what is over is marked, or expires by itself. */
function usesTable(variable: string, table: ITable, actions: string[], index?: string): Binding {
  const resources = index ? [table.tableArn, `${table.tableArn}/index/${index}`] : [table.tableArn];
  return { environment: { [variable]: table.tableName }, statement: new PolicyStatement({ actions, resources }) };
}

export const readsObjects = (variable: string, bucket: IBucket, pattern: string) =>
  usesObjects(variable, bucket, { action: "s3:GetObject", pattern });

export const writesObjects = (variable: string, bucket: IBucket, pattern: string) =>
  usesObjects(variable, bucket, { action: "s3:PutObject", pattern });

export const removesObjects = (variable: string, bucket: IBucket, pattern: string) =>
  usesObjects(variable, bucket, { action: "s3:DeleteObject", pattern });

function usesObjects(
  variable: string,
  bucket: IBucket,
  { action, pattern }: { action: string; pattern: string },
): Binding {
  return {
    environment: { [variable]: bucket.bucketName },
    statement: new PolicyStatement({ actions: [action], resources: [bucket.arnForObjects(pattern)] }),
    wildcards: {
      resources: [`<${logicalId(bucket)}.Arn>/${pattern}`],
      reason: "The objects are made at run time: their bucket and prefix are all that can be said now.",
    },
  };
}

/** Puts items of one partition, and of no other; with a `*` at its end, of those that begin so. */
export const putsItemsOf = (partition: string, variable: string, table: ITable) =>
  writesPartition(partition, variable, { table, action: "dynamodb:PutItem" });

/** Updates items of one partition, and of no other. */
export const updatesItemsOf = (partition: string, variable: string, table: ITable) =>
  writesPartition(partition, variable, { table, action: "dynamodb:UpdateItem" });

function writesPartition(
  partition: string,
  variable: string,
  { table, action }: { table: ITable; action: string },
): Binding {
  const operator = partition.endsWith("*") ? "StringLike" : "StringEquals";
  const conditions = { [`ForAllValues:${operator}`]: { "dynamodb:LeadingKeys": [partition] } };
  const actions = [action];
  return {
    environment: { [variable]: table.tableName },
    statement: new PolicyStatement({ actions, resources: [table.tableArn], conditions }),
  };
}

/** What a network's answers tell of its limits, stored beside the channels and nowhere else. */
export const keepsBudgets = (channels: ITable) => putsItemsOf("BUDGET#*", "CHANNELS_TABLE", channels);

/** Without it S3 answers 403 instead of 404 for an object that is missing. */
export function tellsMissingObjects(variable: string, bucket: IBucket): Binding {
  return {
    environment: { [variable]: bucket.bucketName },
    statement: new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
  };
}

export function sendsTo(variable: string, queue: IQueue): Binding {
  return {
    environment: { [variable]: queue.queueUrl },
    statement: new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn] }),
  };
}

export function putsEvents(bus: IEventBus): Binding {
  return {
    environment: { EVENT_BUS_NAME: bus.eventBusName },
    statement: new PolicyStatement({ actions: ["events:PutEvents"], resources: [bus.eventBusArn] }),
  };
}

/** Replaces the token of a channel by a refreshed one, and can change no other secret. */
export function storesTokens(stack: Stack, prefix: string): Binding {
  return usesParameters(stack, prefix, { action: "ssm:PutParameter", folders: ["channels"] });
}

/**
 * SecureString parameters below `<prefix>/<folder>/`. They are encrypted with the account's key for SSM, which whoever
 * may read the parameter may use.
 */
export function readsSecrets(stack: Stack, prefix: string, ...folders: SecretFolder[]): Binding {
  return usesParameters(stack, prefix, { action: "ssm:GetParameter", folders });
}

type SecretFolder = "channels" | "networks";

function usesParameters(
  stack: Stack,
  prefix: string,
  { action, folders }: { action: string; folders: readonly SecretFolder[] },
): Binding {
  const names = folders.map((folder) => `parameter${prefix}/${folder}/*`);
  return {
    environment: { PARAMETER_PREFIX: prefix },
    statement: new PolicyStatement({
      actions: [action],
      resources: names.map((name) => `arn:${stack.partition}:ssm:${stack.region}:${stack.account}:${name}`),
    }),
    wildcards: {
      resources: names.map((name) => `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:${name}`),
      reason: "Channels and networks are connected without a deployment: their folder is all that can be said now.",
    },
  };
}

function logicalId(bucket: IBucket): string {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error(`${bucket.node.path} is not a bucket of this stack`);
  return Stack.of(bucket).resolve(defaultChild.logicalId);
}
