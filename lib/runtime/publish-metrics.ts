import type { MiddlewareObj } from "@middy/core";
import { metrics } from "./logger.ts";

/**
 * Writes what was counted when an invocation ends, however it ends. Powertools' own middleware warns about every
 * invocation that had nothing to count, which here are most.
 */
export function publishMetrics(): MiddlewareObj {
  const publish = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: publish, onError: publish };
}
