import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Ordinary AWS clients, speaking to one laptop: what the sample company uploads and asks with. */
export interface LaptopClients {
  readonly documents: DynamoDBDocumentClient;
  readonly buckets: S3Client;
  readonly queues: SQSClient;
}

/** The laptop asks nobody who they are. */
export const ANYBODY = { accessKeyId: "laptop", secretAccessKey: "laptop" } as const;

export const REGION = "eu-west-3";

export function laptopClients(endpoint: string): LaptopClients {
  const place = { endpoint, region: REGION, credentials: ANYBODY };
  return {
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(place), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    buckets: new S3Client(place),
    queues: new SQSClient(place),
  };
}
