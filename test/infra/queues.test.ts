import { describe, expect, it } from "vitest";
import { functionsOf, ofType, render, synthesise } from "./synthesised.ts";

interface QueueProperties {
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown; readonly maxReceiveCount: number };
  readonly VisibilityTimeout?: number;
  readonly FifoQueue?: boolean;
  readonly MessageRetentionPeriod: number;
}

interface MappingProperties {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly FunctionResponseTypes: readonly string[];
  readonly ScalingConfig?: unknown;
}

const stack = await synthesise();
const queues = ofType<QueueProperties>(stack, "AWS::SQS::Queue");
const mappings = ofType<MappingProperties>(stack, "AWS::Lambda::EventSourceMapping");
const deadLetterIds = queues.flatMap(({ properties }) =>
  properties.RedrivePolicy ? [render(properties.RedrivePolicy.deadLetterTargetArn)] : [],
);
const working = queues.filter(({ id }) => !deadLetterIds.includes(id));

describe("the queues", () => {
  it("are one per latency class and one for customer service", () => {
    expect(working).toHaveLength(7);
    expect(working.filter(({ properties }) => properties.FifoQueue)).toHaveLength(1);
  });

  it("have a dead-letter queue each, of their own kind, that keeps longer than they do", () => {
    expect(new Set(deadLetterIds).size).toBe(working.length);
    for (const { properties } of working) {
      const deadLetters = queues.find(({ id }) => id === render(properties.RedrivePolicy?.deadLetterTargetArn));

      expect(deadLetters?.properties.FifoQueue).toBe(properties.FifoQueue);
      expect(deadLetters?.properties.MessageRetentionPeriod).toBeGreaterThanOrEqual(properties.MessageRetentionPeriod);
    }
  });

  it("hide a message for six timeouts of the function that works on it", () => {
    for (const { properties } of mappings) {
      const queue = queues.find(({ id }) => id === render(properties.EventSourceArn));
      const worker = functionsOf(stack).find(({ id }) => id === render(properties.FunctionName));

      expect(queue?.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * (worker?.properties.Timeout ?? Infinity));
    }
  });

  it("get back only the messages that failed", () => {
    expect(mappings).toHaveLength(6);
    for (const { properties } of mappings) {
      expect(properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    }
  });

  it("are polled by as few pollers as Lambda can do with, for the idle bill", () => {
    expect(mappings.filter(({ properties }) => properties.ScalingConfig)).toEqual([]);
  });
});
