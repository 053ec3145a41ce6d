import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { functionsOf, ofType, render, root, synthesise } from "./synthesised.ts";

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly TreatMissingData: string;
}

const stack = await synthesise();
const alarms = ofType<AlarmProperties>(stack, "AWS::CloudWatch::Alarm");
const sections = runbookSections();

describe("the alarms", () => {
  it("link to a section of the runbook each, and every section belongs to an alarm", () => {
    const linked = alarms.map(({ properties }) => properties.AlarmDescription.split("docs/runbook.md#")[1]);

    expect(linked.toSorted()).toEqual([...sections.keys()].toSorted());
  });

  it("name who is hurt in their first words", () => {
    for (const { properties } of alarms) {
      expect(properties.AlarmDescription).toMatch(/^(Customers|Marketing|Followers and marketing): \w/);
    }
  });

  it("watch every dead-letter queue", () => {
    const deadLetterIds = ofType<{ RedrivePolicy?: { deadLetterTargetArn: unknown } }>(
      stack,
      "AWS::SQS::Queue",
    ).flatMap(({ properties }) =>
      properties.RedrivePolicy ? [render(properties.RedrivePolicy.deadLetterTargetArn)] : [],
    );

    expect(watched("ApproximateNumberOfMessagesVisible").toSorted()).toEqual(deadLetterIds.toSorted());
  });

  it("watch that every scheduled function succeeds, and that it runs at all", () => {
    const scheduled = ofType<{ ScheduleExpression?: string; Targets: { Arn: unknown }[] }>(stack, "AWS::Events::Rule")
      .filter(({ properties }) => properties.ScheduleExpression)
      .flatMap(({ properties }) => properties.Targets.map(({ Arn }) => render(Arn)));

    expect(scheduled).toHaveLength(3);
    expect(watched("Errors").toSorted()).toEqual(scheduled.toSorted());
    expect(watched("Invocations").toSorted()).toEqual(scheduled.toSorted());
    for (const { properties } of alarms) {
      expect(properties.TreatMissingData).toBe(properties.MetricName === "Invocations" ? "breaching" : "notBreaching");
    }
  });

  it("are mailed to the address of the stage, by a topic that lets CloudWatch in", async () => {
    const mailed = await synthesise({ alarmEmail: "ops@example.com" });
    const [policy] = ofType<{ PolicyDocument: { Statement: object[] } }>(mailed, "AWS::SNS::TopicPolicy");

    for (const { properties } of ofType<AlarmProperties>(mailed, "AWS::CloudWatch::Alarm")) {
      expect(properties.AlarmActions).toHaveLength(1);
    }
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } }),
    );
    expect(ofType(mailed, "AWS::SNS::Subscription")[0]?.properties).toMatchObject({ Endpoint: "ops@example.com" });
  });
});

describe("a channel that needs reconnecting", () => {
  it("is mailed to the same address, with the section of the runbook that helps", async () => {
    const mailed = await synthesise({ alarmEmail: "ops@example.com" });
    const rules = ofType<{ EventPattern?: { "detail-type"?: string[] }; Targets: { InputTransformer?: object }[] }>(
      mailed,
      "AWS::Events::Rule",
    ).filter(({ properties }) => properties.EventPattern?.["detail-type"]?.includes("ChannelNeedsReconnecting"));

    expect(rules).toHaveLength(1);
    expect(JSON.stringify(rules[0]?.properties.Targets)).toContain("#a-channel-needs-reconnecting");
    expect(runbook()).toContain("\n## A channel needs reconnecting\n");
  });
});

describe("the runbook", () => {
  it.each([...sections])("says who is hurt, what it means, where to look and what to do: %s", (_, text) => {
    for (const part of ["Who is hurt", "What it means", "Look at", "Do"]) expect(text).toContain(`**${part}**`);
  });

  it("reads only logs of functions that exist", () => {
    const named = [...runbook().matchAll(/\/antenne\/\$STAGE\/([a-z]+\/[a-z-]+)/g)].map(([, entry]) => entry);
    const entries = functionsOf(stack).map(({ properties }) => properties.Description);

    expect(named.filter((entry) => !entries.includes(entry ?? ""))).toEqual([]);
  });

  it("reads only outputs that the stack has", () => {
    const named = [...runbook().matchAll(/\$\(output (\w+)\)/g)].map(([, name]) => name);

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !stack.outputs.includes(name ?? ""))).toEqual([]);
  });
});

/** Logical ids of what the alarms on one metric watch. */
function watched(metric: string): string[] {
  return alarms
    .filter(({ properties }) => properties.MetricName === metric)
    .flatMap(({ properties }) => properties.Dimensions.map(({ Value }) => render(Value)));
}

function runbook(): string {
  return readFileSync(join(root, "docs/runbook.md"), "utf8");
}

/** Text below each heading of the third level, by the anchor that a reader's browser gives it. */
function runbookSections(): Map<string, string> {
  const [, ...parts] = runbook().split(/^### /m);
  return new Map(
    parts.map((part) => {
      const [heading = ""] = part.split("\n", 1);
      return [heading.toLowerCase().replaceAll(" ", "-"), part.split(/^## /m)[0] ?? ""] as const;
    }),
  );
}
