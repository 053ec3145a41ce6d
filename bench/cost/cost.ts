import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { assemble } from "#local/assembly.ts";
import type { Figure } from "../figure.ts";
import { busyDay, type Part } from "../laptop/busy-day.ts";
import { idleCost, type TemplateResource } from "./idle-cost.ts";
import { pricesByRegion } from "./prices.ts";
import { dollars, requestsBetween, type Uncounted } from "./requests.ts";

const MILLION = 1_000_000;

/**
 * Units of the index `due`: one when a post is planned, two when it is over (a key that changes is removed and put).
 * Staging and the claim leave its keys as they are, which costs nothing.
 */
const INDEX_UNITS_PER_POST = 3;

/** Units of the index `outbox`: one when a message is stored, one when it is routed. */
const INDEX_UNITS_PER_MESSAGE = 2;

/** Requests and dollars for each kind of work, counted while the laptop did it, and dollars for a month of none. */
export async function cost(): Promise<Figure[]> {
  const { posts, echoes, messages, values } = await busyDay();
  return [
    ...figuresOf("1,000 posts", posts, {
      times: 1_000 / posts.count,
      indexWriteUnits: posts.count * INDEX_UNITS_PER_POST,
      fifoRequests: 0,
    }),
    ...figuresOf(`${echoes.count} webhooks that tell of them`, echoes, {
      times: 1,
      indexWriteUnits: 0,
      fifoRequests: 0,
    }),
    ...figuresOf("a million webhooks", messages, {
      times: MILLION / messages.count,
      indexWriteUnits: messages.count * INDEX_UNITS_PER_MESSAGE,
      fifoRequests: messages.count,
    }),
    ...figuresOf("a million metric values", values, {
      times: MILLION / values.count,
      indexWriteUnits: 0,
      fifoRequests: 0,
    }),
    ...(await idleFigures()),
  ];
}

function figuresOf(
  work: string,
  { before, after }: Part,
  { times, ...uncounted }: Uncounted & { readonly times: number },
): Figure[] {
  const requests = requestsBetween(before, after, uncounted);
  const figure = (what: string, value: number, unit: Figure["unit"]) => ({
    name: `${work}: ${what}`,
    value: value * times,
    unit,
  });
  return [
    figure("SQS", requests.sqsRequest + requests.sqsFifoRequest, "requests"),
    figure("Lambda", requests.lambdaRequest, "requests"),
    figure("Lambda", requests.lambdaGbSecond, "GB-s"),
    figure("DynamoDB read", requests.dynamodbReadUnit, "units"),
    figure("DynamoDB written", requests.dynamodbWriteUnit, "units"),
    figure("EventBridge", requests.event, "requests"),
    figure("S3 written", requests.s3Put, "requests"),
    figure("S3 read", requests.s3Get, "requests"),
    ...Object.entries(pricesByRegion).map(([region, prices]) => figure(region, dollars(requests, prices), "dollars")),
  ];
}

async function idleFigures(): Promise<Figure[]> {
  const resources = await synthesisedResources();
  return Object.entries(pricesByRegion).map(([region, prices]) => {
    return { name: `an idle month: ${region}`, value: idleCost(resources, prices).total, unit: "dollars" };
  });
}

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

async function synthesisedResources(): Promise<TemplateResource[]> {
  const folder = await mkdtemp(join(tmpdir(), "antenne-bench-"));
  const assembly = await assemble(folder);
  const template = Template.parse(JSON.parse(await readFile(join(assembly, "antenne-dev.template.json"), "utf8")));
  await rm(folder, { recursive: true, force: true });
  return Object.values(template.Resources).map(({ Type: type, Properties: properties }) => ({ type, properties }));
}
