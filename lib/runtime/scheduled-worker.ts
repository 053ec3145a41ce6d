import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { logger } from "./logger.ts";
import { publishMetrics } from "./publish-metrics.ts";

/**
 * Turns "do what is due" into a Lambda handler for a schedule. What it throws is retried by Lambda and alarms.
 *
 * @param build runs once per cold start, on the first event, so importing is free.
 */
export function scheduledWorker<Services>(work: (services: Services) => Promise<unknown>, build: () => Services) {
  let services: Services | undefined;
  return middy<unknown, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics())
    .handler(async (_event: unknown, _context: Context) => {
      services ??= build();
      await work(services);
    });
}
