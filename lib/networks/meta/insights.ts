import type { MetricName, MetricValues } from "#lib/domain/measurement/metrics.ts";
import { ContentRejectedError } from "../errors.ts";
import type { NetworkContext } from "../network.ts";
import { graphGet } from "./graph.ts";
import { isMissingPermission } from "./graph-error.ts";
import { type Insight, InsightsAnswer } from "./wire.ts";

/** Meta's metric names, each with our name for it. */
export type MetricTable = Readonly<Record<string, MetricName>>;

/**
 * Reads lifetime metrics of one post. One metric that Meta has retired fails the whole call, so after a refusal they
 * are asked for one by one, and those that are refused stay absent.
 *
 * @see https://developers.facebook.com/docs/platforminsights/page/deprecated-metrics
 */
export async function readInsights(
  remoteId: string,
  table: MetricTable,
  context: NetworkContext,
): Promise<MetricValues> {
  const names = Object.keys(table);
  try {
    return toValues(await requestInsights(remoteId, names, context), table);
  } catch (error) {
    if (isMissingPermission(error)) return {};
    if (!(error instanceof ContentRejectedError)) throw error;
  }
  const answers: Insight[] = [];
  for (const name of names) answers.push(...(await requestUnlessRefused(remoteId, name, context)));
  return toValues(answers, table);
}

async function requestUnlessRefused(remoteId: string, name: string, context: NetworkContext): Promise<Insight[]> {
  try {
    return await requestInsights(remoteId, [name], context);
  } catch (error) {
    if (error instanceof ContentRejectedError || isMissingPermission(error)) return [];
    throw error;
  }
}

async function requestInsights(
  remoteId: string,
  names: readonly string[],
  context: NetworkContext,
): Promise<Insight[]> {
  const { data } = await graphGet(context, {
    path: [remoteId, "insights"],
    params: { metric: names.join(",") },
    answer: InsightsAnswer,
  });
  return data;
}

function toValues(insights: readonly Insight[], table: MetricTable): MetricValues {
  const values: Partial<Record<MetricName, number>> = {};
  for (const insight of insights) {
    const name = table[insight.name];
    const value = toNumber(insight);
    if (name && value !== undefined) values[name] = value;
  }
  return values;
}

/** Where Graph splits a value (by ad and organic, by reaction), the whole is the sum. */
function toNumber({ values, total_value }: Insight): number | undefined {
  const value = total_value?.value ?? values?.at(-1)?.value;
  if (typeof value !== "object") return value;
  return Object.values(value).reduce((sum, part) => sum + part, 0);
}
