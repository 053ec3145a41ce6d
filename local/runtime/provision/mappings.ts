import * as z from "zod";
import { NotEmulatedError } from "#local/laptop-error.ts";
import type { MappingSettings } from "../functions/event-source-mapping.ts";
import type { Resource } from "../template/deployment.ts";

const Properties = z
  .object({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    Enabled: z.boolean().default(true),
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.string()).default([]),
    ScalingConfig: z.object({ MaximumConcurrency: z.number().optional() }).default({}),
    Tags: z.unknown().optional(),
  })
  .catchall(z.never());

export interface MappingPlan {
  readonly functionName: string;
  readonly isEnabled: boolean;
  readonly settings: MappingSettings;
}

/** @throws NotEmulatedError for another source than a queue of the template, or a property that would be ignored */
export function mappingPlan(
  { logicalId, properties }: Resource,
  queues: readonly Resource[],
  surroundings: { readonly region: string; readonly concurrency: number; readonly longestWindowSeconds: number },
): MappingPlan {
  const parsed = Properties.safeParse(properties);
  if (!parsed.success) throw new NotEmulatedError(`${logicalId}: ${z.prettifyError(parsed.error)}`);
  const { EventSourceArn, FunctionName, Enabled, BatchSize, ...others } = parsed.data;
  const queue = queues.find(({ attributes }) => attributes.Arn === EventSourceArn);
  if (!queue)
    throw new NotEmulatedError(`${logicalId} reads from ${EventSourceArn}, which is no queue of the template.`);
  const { longestWindowSeconds, region, concurrency } = surroundings;
  return {
    functionName: FunctionName,
    isEnabled: Enabled,
    settings: {
      queue: { url: queue.ref, arn: EventSourceArn, region, isFifo: queue.properties.FifoQueue === true },
      batchSize: BatchSize,
      batchingWindowMs: Math.min(longestWindowSeconds, others.MaximumBatchingWindowInSeconds) * 1000,
      reportsItemFailures: others.FunctionResponseTypes.includes("ReportBatchItemFailures"),
      concurrency: Math.min(concurrency, others.ScalingConfig.MaximumConcurrency ?? concurrency),
    },
  };
}
