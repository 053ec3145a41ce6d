import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { readLaptopAddress } from "#lib/runtime/laptop-address.ts";
import { CommandFailure, EXIT } from "./failure.ts";

/** The names of what is deployed, as the stack's outputs tell them. */
export const Outputs = z.object({
  CalendarBucketName: z.string(),
  MediaBucketName: z.string(),
  ArchiveBucketName: z.string(),
  PublicationsTableName: z.string(),
  ConversationsTableName: z.string(),
  MetricsTableName: z.string(),
  ChannelsTableName: z.string(),
  PublishQueueUrl: z.string(),
  IngestQueueUrl: z.string(),
  ReplyQueueUrl: z.string(),
  CustomerServiceQueueUrl: z.string(),
  EventBusName: z.string(),
  WebhookUrl: z.string(),
  ParameterPrefix: z.string(),
});

export type Outputs = z.output<typeof Outputs>;

/** Where a command works: a deployed stage, or the laptop. */
export interface TargetChoice {
  /** A deployed stage; without it, the laptop. */
  readonly stage?: string;
  /** The laptop's data folder. */
  readonly data: string;
}

/**
 * Finds what is deployed, and points the AWS clients at it.
 *
 * @throws CommandFailure when it is not there, with what to do about it.
 */
export async function openTarget({ stage, data }: TargetChoice): Promise<Outputs> {
  return Outputs.parse(stage === undefined ? await laptopOutputs(data) : await stageOutputs(stage));
}

async function laptopOutputs(data: string): Promise<Record<string, string>> {
  const laptop = readLaptopAddress(data);
  if (!laptop) throw notRunning(data);
  const { endpoint, outputs } = laptop;
  const isUp = await fetch(endpoint, { signal: AbortSignal.timeout(3_000) }).then(
    () => true,
    () => false,
  );
  if (!isUp) throw notRunning(data);
  process.env.AWS_ENDPOINT_URL = endpoint;
  process.env.AWS_REGION ??= "eu-west-3";
  process.env.AWS_ACCESS_KEY_ID = "laptop";
  process.env.AWS_SECRET_ACCESS_KEY = "laptop";
  return outputs;
}

function notRunning(data: string): CommandFailure {
  const ways = "start it with `npm start`, or name a deployed stage with --stage";
  return new CommandFailure(`The laptop is not running (nothing answers for ${data}): ${ways}.`, EXIT.unreachable);
}

async function stageOutputs(stage: string): Promise<Record<string, string>> {
  const StackName = `antenne-${stage}`;
  try {
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const ways = "check the name, AWS_PROFILE and AWS_REGION";
    throw new CommandFailure(`The stage ${stage} cannot be read (${reason}): ${ways}.`, EXIT.unreachable);
  }
}
