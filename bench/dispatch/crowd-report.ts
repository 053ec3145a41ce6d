import * as z from "zod";

const Peak = z.object({ partition: z.string(), unitsPerSecond: z.number() });

/** What `crowd-process.ts` prints. */
export const CrowdReport = z.object({
  dispatchMs: z.number(),
  dispatchCpuMs: z.number(),
  /** Of the whole process, planning and the counting store included. */
  maxRssBytes: z.number(),
  messages: z.number(),
  /** As SQS bills them. */
  sendRequests: z.number(),
  /** Of planning and dispatch; index included. */
  readUnits: z.number(),
  /** Of planning, claiming and publishing; index included. */
  writeUnits: z.number(),
  busiestSecond: z.object({ table: z.number(), index: z.number() }),
  peaks: z.object({ writes: Peak, indexWrites: Peak, reads: Peak }),
});

export type CrowdReport = z.output<typeof CrowdReport>;
