import type { RequestCounts } from "#local/runtime/request-counts.ts";
import type { Prices } from "./prices.ts";

const KINDS = [
  "sqsRequest",
  "sqsFifoRequest",
  "lambdaRequest",
  "lambdaGbSecond",
  "dynamodbReadUnit",
  "dynamodbWriteUnit",
  "event",
  "s3Put",
  "s3Get",
] as const satisfies readonly (keyof Prices)[];

/** What AWS bills of a piece of work, by the price that applies. */
export type Requests = Readonly<Record<(typeof KINDS)[number], number>>;

/** What the emulators cannot count. */
export interface Uncounted {
  /** Units for a table's index, which are billed beside the table's own. */
  readonly indexWriteUnits: number;
  /** How many of the SQS requests went to a FIFO queue. */
  readonly fifoRequests: number;
}

/** All that was asked of AWS from `before` to `after`. Polls that found nothing are part of the idle cost. */
export function requestsBetween(before: RequestCounts, after: RequestCounts, uncounted: Uncounted): Requests {
  const difference = (count: (counts: RequestCounts) => number) => count(after) - count(before);
  // A batch that was deleted was received before, by a request of its own.
  const sqs = difference(({ sqs: { total, deletions, deliveries } }) => total + 2 * deletions + deliveries);
  return {
    sqsRequest: sqs - uncounted.fifoRequests,
    sqsFifoRequest: uncounted.fifoRequests,
    lambdaRequest: difference(({ lambda }) => lambda.invocations),
    lambdaGbSecond: difference(({ lambda }) => lambda.gbSeconds),
    dynamodbReadUnit: difference(({ dynamodb }) => dynamodb.readUnits),
    dynamodbWriteUnit: difference(({ dynamodb }) => dynamodb.writeUnits) + uncounted.indexWriteUnits,
    event: difference(({ events }) => events),
    s3Put: difference(({ s3 }) => s3.put),
    s3Get: difference(({ s3 }) => s3.get),
  };
}

export function dollars(requests: Requests, prices: Prices): number {
  return KINDS.reduce((sum, kind) => sum + requests[kind] * prices[kind], 0);
}
