import { describe, expect, it } from "vitest";
import type { RequestCounts } from "#local/runtime/request-counts.ts";
import { idleCost } from "../../bench/cost/idle-cost.ts";
import { pricesByRegion } from "../../bench/cost/prices.ts";
import { dollars, requestsBetween } from "../../bench/cost/requests.ts";

const NONE = { indexWriteUnits: 0, fifoRequests: 0 };
const prices = pricesByRegion["us-east-1"];

function counts({
  sqs,
  ...others
}: { sqs?: Partial<RequestCounts["sqs"]> } & Partial<Omit<RequestCounts, "sqs">> = {}) {
  return {
    sqs: { total: 0, byOperation: {}, polls: 0, deletions: 0, deliveries: 0, ...sqs },
    dynamodb: { requests: 0, byOperation: {}, readUnits: 0, writeUnits: 0 },
    s3: { put: 0, get: 0, total: 0 },
    lambda: { invocations: 0, gbSeconds: 0 },
    events: 0,
    ssm: 0,
    ...others,
  } satisfies RequestCounts;
}

describe("requestsBetween", () => {
  it("counts what came in between, and nothing from before", () => {
    const before = counts({ events: 5, s3: { put: 3, get: 1, total: 4 } });
    const after = counts({ events: 7, s3: { put: 4, get: 1, total: 5 } });

    expect(requestsBetween(before, after, NONE)).toMatchObject({ event: 2, s3Put: 1, s3Get: 0 });
  });

  it("takes a receive and a deletion for each batch that a function got, and no poll that found nothing", () => {
    const after = counts({ sqs: { total: 10, polls: 500, deletions: 4, deliveries: 1 } });

    expect(requestsBetween(counts(), after, NONE).sqsRequest).toBe(19);
  });

  it("adds what an emulator cannot know: units of an index, and which queue was FIFO", () => {
    const after = counts({
      sqs: { total: 10 },
      dynamodb: { requests: 2, byOperation: {}, readUnits: 0, writeUnits: 2 },
    });

    const requests = requestsBetween(counts(), after, { indexWriteUnits: 3, fifoRequests: 4 });

    expect(requests).toMatchObject({ sqsRequest: 6, sqsFifoRequest: 4, dynamodbWriteUnit: 5 });
  });
});

describe("dollars", () => {
  it("are the sum over everything that is billed", () => {
    const after = counts({
      dynamodb: { requests: 0, byOperation: {}, readUnits: 0, writeUnits: 1_000_000 },
      events: 1_000_000,
    });

    expect(dollars(requestsBetween(counts(), after, NONE), prices)).toBeCloseTo(0.625 + 1);
  });
});

describe("idleCost", () => {
  it("bills polls and alarms beyond what is free, and every tick", () => {
    const mappings = Array.from({ length: 5 }, () => ({ type: "AWS::Lambda::EventSourceMapping", properties: {} }));
    const alarms = Array.from({ length: 12 }, () => ({ type: "AWS::CloudWatch::Alarm", properties: {} }));
    const tick = { type: "AWS::Events::Rule", properties: { ScheduleExpression: "rate(1 minute)" } };

    const cost = idleCost([...mappings, ...alarms, tick], prices);

    expect(cost.polling).toBeCloseTo((5 * 6 * 43_776 - 1_000_000) * 0.4e-6);
    expect(cost.alarms).toBeCloseTo(0.2);
    expect(cost.ticks).toBeCloseTo(0.0186, 3);
    expect(cost.total).toBeCloseTo(cost.polling + cost.ticks + cost.alarms);
  });

  it("does not guess about a schedule that it cannot read", () => {
    const rule = { type: "AWS::Events::Rule", properties: { ScheduleExpression: "cron(0 8 * * ? *)" } };

    expect(() => idleCost([rule], prices)).toThrow("cron(0 8 * * ? *)");
  });
});
