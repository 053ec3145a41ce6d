import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { loggableError } from "./loggable-error.ts";
import { logger } from "./logger.ts";
import { publishMetrics } from "./publish-metrics.ts";

/** What a worker may want to know besides the job itself. */
export interface JobContext {
  /** Milliseconds until Lambda ends this invocation. */
  readonly remainingMs: () => number;
  /** When the message was sent, and how often it was received. */
  readonly sentAt: Date;
  readonly receiveCount: number;
  /** Names this delivery of the message. */
  readonly receiptHandle: string;
}

/**
 * Turns "do one job" into a Lambda handler for a queue. Each record is parsed with `schema`; a record that throws is
 * retried alone, then goes to the dead-letter queue.
 *
 * @param build runs once per cold start, on the first event, so importing is free.
 */
export function queueWorker<Schema extends z.ZodType, Services>(
  schema: Schema,
  work: (job: z.output<Schema>, services: Services, context: JobContext) => Promise<unknown>,
  build: () => Services,
) {
  let services: Services | undefined;

  const handleRecord = async (record: SQSRecord, context?: Context) => {
    services ??= build();
    try {
      await work(schema.parse(JSON.parse(record.body)), services, jobContext(record, context));
    } catch (error) {
      const log = { messageId: record.messageId, receiveCount: record.attributes.ApproximateReceiveCount };
      logger.warn("a job failed and will be retried", { ...log, error: loggableError(error) });
      throw error;
    }
  };

  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics())
    .handler((event, context) =>
      processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      }),
    );
}

function jobContext(record: SQSRecord, context: Context | undefined): JobContext {
  return {
    remainingMs: () => context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY,
    sentAt: new Date(Number(record.attributes.SentTimestamp)),
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    receiptHandle: record.receiptHandle,
  };
}
