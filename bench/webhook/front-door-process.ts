import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod";

/** What the process is asked to do, and answers. */
export const Assignment = z.object({
  bundle: z.string(),
  calls: z.int().positive(),
  warmUpCalls: z.int().nonnegative(),
  events: z.array(z.custom<APIGatewayProxyEventV2>()),
});
export type Assignment = z.output<typeof Assignment>;

export const Acknowledgements = z.object({
  /** The first answer of the process: clients are made, connections opened, the secret read. */
  firstMs: z.number(),
  eachMs: z.array(z.number()),
  /** CPU of the whole process for one call, in ms. */
  cpuMs: z.number(),
});
export type Acknowledgements = z.output<typeof Acknowledgements>;

const Handler = z.custom<(event: APIGatewayProxyEventV2, context: object) => Promise<{ readonly statusCode: number }>>(
  (value) => typeof value === "function",
);

/** Calls the bundled front door one event after the other. */
async function acknowledge({ bundle, calls, warmUpCalls, events }: Assignment): Promise<Acknowledgements> {
  const handler = Handler.parse((await import(bundle)).handler);
  const call = async (index: number) => {
    const event = events[index % events.length];
    if (!event) throw new Error("no event to call with");
    const startedAt = performance.now();
    const { statusCode } = await handler(event, { functionName: "bench", awsRequestId: String(index) });
    if (statusCode !== 200) throw new Error(`the front door answered ${statusCode}`);
    return performance.now() - startedAt;
  };
  const firstMs = await call(0);
  for (let index = 0; index < warmUpCalls; index++) await call(index);
  const before = process.cpuUsage();
  const eachMs: number[] = [];
  for (let index = 0; index < calls; index++) eachMs.push(await call(index));
  const { user, system } = process.cpuUsage(before);
  return { firstMs, eachMs, cpuMs: (user + system) / 1_000 / calls };
}

if (process.send) {
  process.once("message", (message) => {
    acknowledge(Assignment.parse(message)).then(
      (result) => process.send?.(result, () => process.exit(0)),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
