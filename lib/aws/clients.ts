import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { once } from "./once.ts";

/**
 * SDK clients with our settings, each made once per process and only when asked for. A function's bundle carries only
 * those that it asks for.
 */
export const queueClient = /* @__PURE__ */ once(() => new SQSClient({}));

export const bucketClient = /* @__PURE__ */ once(() => new S3Client({}));

export const parameterClient = /* @__PURE__ */ once(() => new SSMClient({}));

export const busClient = /* @__PURE__ */ once(() => new EventBridgeClient({}));
