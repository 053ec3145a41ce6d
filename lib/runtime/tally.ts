import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Tally } from "#lib/app/engagement/ports.ts";
import { metrics } from "./logger.ts";

/** Counts as metrics of the function. */
export const tally: Tally = {
  add: (name, count = 1) => {
    metrics.addMetric(name, MetricUnit.Count, count);
  },
};
