import type { IncomingMessage } from "node:http";

/** What a request is for, as its signature says, or its target when it is not signed. */
export interface Addressed {
  /** As AWS signs it: `dynamodb`, `sqs`, `s3`, `events`, `ssm`, `sts`, … */
  readonly service: string | undefined;
  /** From `x-amz-target`, for the services that speak JSON. */
  readonly operation: string | undefined;
}

const TARGETS: Readonly<Record<string, string>> = {
  DynamoDB_20120810: "dynamodb",
  AmazonSQS: "sqs",
  AWSEvents: "events",
  AmazonSSM: "ssm",
};

export function addressedService({ headers, url = "/" }: IncomingMessage): Addressed {
  const [prefix = "", operation] = String(headers["x-amz-target"] ?? "").split(".");
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ??
    new URL(url, "http://local").searchParams.get("X-Amz-Credential");
  // key id / date / region / service / aws4_request
  return { service: credential?.split("/").at(-2) ?? TARGETS[prefix], operation };
}
