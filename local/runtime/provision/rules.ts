import * as z from "zod";
import { NotEmulatedError } from "#local/laptop-error.ts";
import type { EventBridgeEvent } from "../events/event-bus.ts";
import { compilePattern, type Matcher } from "../events/event-pattern.ts";
import { nextRun } from "../events/next-run.ts";
import { isObject, type Json, JsonRecord, parseJson } from "../json.ts";
import type { Resource } from "../template/deployment.ts";

const Target = z
  .object({
    Arn: z.string(),
    Id: z.string(),
    Input: z.string().optional(),
    InputPath: z.string().optional(),
    SqsParameters: z.object({ MessageGroupId: z.string() }).optional(),
    DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
    RetryPolicy: z.unknown().optional(),
    RoleArn: z.string().optional(),
  })
  .catchall(z.never());
export type Target = z.output<typeof Target>;

const Properties = z.object({
  EventBusName: z.string().default("default"),
  EventPattern: JsonRecord.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default("ENABLED"),
  Targets: z.array(Target).default([]),
});

export interface RulePlan {
  readonly logicalId: string;
  readonly arn: string;
  readonly bus: string;
  readonly matches: Matcher | undefined;
  readonly schedule: string | undefined;
  readonly targets: readonly Target[];
}

/** @returns undefined for a rule that is switched off */
export function rulePlan({ logicalId, attributes, properties }: Resource): RulePlan | undefined {
  const parsed = Properties.safeParse(properties);
  if (!parsed.success) throw new NotEmulatedError(`The rule ${logicalId}: ${z.prettifyError(parsed.error)}`);
  const { EventBusName, EventPattern, ScheduleExpression, State, Targets } = parsed.data;
  if (State === "DISABLED") return undefined;
  // Fails now, rather than when it would run, if it is not understood.
  if (ScheduleExpression) nextRun(ScheduleExpression, new Date());
  return {
    logicalId,
    arn: attributes.Arn ?? "",
    bus: EventBusName.replace(/^arn:.*event-bus\//, ""),
    matches: EventPattern && compilePattern(EventPattern),
    schedule: ScheduleExpression,
    targets: Targets,
  };
}

/** What a target is given for an event: the event, a part of it, or a constant. */
export function inputOf({ Input, InputPath }: Target, event: EventBridgeEvent): Json {
  if (Input !== undefined) return parseJson(Input) ?? Input;
  let part: Json | undefined = event;
  for (const name of InputPath?.split(".").slice(1) ?? []) part = isObject(part) ? part[name] : undefined;
  return part ?? null;
}
