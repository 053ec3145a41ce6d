import { describe, expect, it } from "vitest";
import { idleCost } from "../../bench/cost/idle-cost.ts";
import { pricesByRegion } from "../../bench/cost/prices.ts";
import { ofType, synthesise } from "./synthesised.ts";

const BILLED_WHILE_IDLE = [
  "AWS::KMS::Key",
  "AWS::SecretsManager::Secret",
  "AWS::EC2::NatGateway",
  "AWS::EC2::VPC",
  "AWS::CloudWatch::Dashboard",
  "AWS::WAFv2::WebACL",
];

describe("a month without a post or a message", () => {
  it.each(Object.entries(pricesByRegion))("costs less than a dollar in %s", async (_, prices) => {
    const { resources } = await synthesise({ stage: "prod", alarmEmail: "ops@example.com" });

    const cost = idleCost(resources, prices);

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
