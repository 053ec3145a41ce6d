import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { once } from "./once.ts";

/**
 * Writes as fast as the table lets it: where it is throttled, it slows down by itself, and goes on trying for a minute or
 * so. A table that nobody warmed takes 4,000 writes a second, which an import exceeds.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const BULK: DynamoDBClientConfig = { retryMode: "adaptive", maxAttempts: 12 };

export const bulkDocumentClient = /* @__PURE__ */ once(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient(BULK), { marshallOptions: { removeUndefinedValues: true } }),
);
