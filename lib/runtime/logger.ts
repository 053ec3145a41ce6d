import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";

/**
 * One per Lambda. A constant message with ids as keys; never tokens, message texts or people's names.
 * info: one line per change of state; warn: trouble that heals itself; error: a person must act.
 */
export const logger = new Logger();

/** Counters as log lines (EMF): no API call, no cost until CloudWatch reads them. Few series, no ids as dimensions. */
export const metrics = new Metrics();
