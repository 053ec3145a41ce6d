import { freeMonthly, type Prices } from "./prices.ts";

/** A resource of a CloudFormation template. */
export interface TemplateResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface IdleCost {
  readonly polling: number;
  readonly ticks: number;
  readonly alarms: number;
  readonly total: number;
}

const MINUTES = 30.4 * 24 * 60;

/** Lambda idles at two pollers a queue, each asking three times a minute (long polls of 20 seconds). */
const POLLS_PER_QUEUE = 2 * 3 * MINUTES;

/** A tick that finds nothing: about 30 ms of 256 MB, and one read. */
const TICK_GB_SECONDS = 0.25 * 0.03;

/**
 * Dollars for a month without a post or a message. SQS's and CloudWatch's monthly free tiers are taken off, as an
 * account that runs nothing else has them; Lambda's is not.
 */
export function idleCost(resources: readonly TemplateResource[], prices: Prices): IdleCost {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const polls = ofType("AWS::Lambda::EventSourceMapping").length * POLLS_PER_QUEUE;
  const ticks = ofType("AWS::Events::Rule").reduce((sum, { properties }) => sum + runsAMonth(properties), 0);
  const tick = prices.lambdaRequest + TICK_GB_SECONDS * prices.lambdaGbSecond + prices.dynamodbReadUnit;
  const cost = {
    polling: Math.max(0, polls - freeMonthly.sqsRequests) * prices.sqsRequest,
    ticks: ticks * tick,
    alarms: Math.max(0, ofType("AWS::CloudWatch::Alarm").length - freeMonthly.alarms) * prices.alarmMonth,
  };
  return { ...cost, total: cost.polling + cost.ticks + cost.alarms };
}

function runsAMonth({ ScheduleExpression: schedule }: TemplateResource["properties"]): number {
  if (typeof schedule !== "string") return 0;
  const [, count, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(schedule) ?? [];
  if (!count) throw new Error(`a schedule that this estimate does not know: ${schedule}`);
  return MINUTES / (Number(count) * (unit === "hour" ? 60 : 1));
}
