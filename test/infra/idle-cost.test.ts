import { describe, expect, it } from "vitest";
import { ofType, type Synthesised, synthesise } from "./synthesised.ts";

/** us-east-1, November 2026, in dollars. */
const PRICE = { sqsRequest: 0.4e-6, lambdaRequest: 0.2e-6, lambdaGbSecond: 1.33334e-5, readUnit: 0.125e-6, alarm: 0.1 };
const FREE = { sqsRequests: 1_000_000, alarms: 10 };
const MINUTES = 30.4 * 24 * 60;
/** Lambda idles at two pollers a queue, each asking three times a minute (long polls of 20 seconds). */
const POLLS_PER_QUEUE = 2 * 3 * MINUTES;
/** A tick that finds nothing: about 30 ms of 256 MB, and one read. */
const TICK = PRICE.lambdaRequest + 0.25 * 0.03 * PRICE.lambdaGbSecond + PRICE.readUnit;

const BILLED_WHILE_IDLE = [
  "AWS::KMS::Key",
  "AWS::SecretsManager::Secret",
  "AWS::EC2::NatGateway",
  "AWS::EC2::VPC",
  "AWS::CloudWatch::Dashboard",
  "AWS::WAFv2::WebACL",
];

describe("a month without a post or a message", () => {
  it("costs less than a dollar", async () => {
    const stack = await synthesise({ stage: "prod", alarmEmail: "ops@example.com" });

    const cost = idleCost(stack);

    console.info("idle, dollars a month:", Object.fromEntries(Object.entries(cost).map(([k, v]) => [k, v.toFixed(2)])));
    expect(cost.total).toBeLessThanOrEqual(1);
  });

  it("has nothing that is billed for merely being there", async () => {
    const stack = await synthesise();

    expect(stack.resources.filter(({ type }) => BILLED_WHILE_IDLE.includes(type))).toEqual([]);
    for (const { properties } of ofType(stack, "AWS::DynamoDB::Table")) {
      expect(properties.BillingMode).toBe("PAY_PER_REQUEST");
    }
  });
});

function idleCost(stack: Synthesised) {
  const polls = ofType(stack, "AWS::Lambda::EventSourceMapping").length * POLLS_PER_QUEUE;
  const ticks = ofType<{ ScheduleExpression?: string }>(stack, "AWS::Events::Rule")
    .map(({ properties }) => properties.ScheduleExpression)
    .reduce((sum, schedule) => sum + runsAMonth(schedule), 0);
  const alarms = ofType(stack, "AWS::CloudWatch::Alarm").length;
  const cost = {
    polling: Math.max(0, polls - FREE.sqsRequests) * PRICE.sqsRequest,
    ticks: ticks * TICK,
    alarms: Math.max(0, alarms - FREE.alarms) * PRICE.alarm,
  };
  return { ...cost, total: cost.polling + cost.ticks + cost.alarms };
}

function runsAMonth(schedule: string | undefined): number {
  if (!schedule) return 0;
  const [, count, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(schedule) ?? [];
  if (!count) throw new Error(`a schedule that this estimate does not know: ${schedule}`);
  return MINUTES / (Number(count) * (unit === "hour" ? 60 : 1));
}
