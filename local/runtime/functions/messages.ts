import * as z from "zod";

/** What a worker thread is told: to run the handler once. Payloads are JSON texts, as Lambda's are. */
export const Invocation = z.object({
  requestId: z.string(),
  payload: z.string(),
  /** Milliseconds since 1970. */
  deadline: z.number(),
  arn: z.string(),
});
export type Invocation = z.output<typeof Invocation>;

const Failure = z.object({ errorType: z.string(), errorMessage: z.string(), stack: z.string().optional() });

/** What it answers: once that the handler is loaded or not, then once per invocation. */
export const WorkerAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loaded") }),
  z.object({ kind: z.literal("not-loaded"), error: Failure }),
  z.object({ kind: z.literal("result"), payload: z.string() }),
  z.object({ kind: z.literal("failure"), error: Failure }),
]);
export type WorkerAnswer = z.output<typeof WorkerAnswer>;
