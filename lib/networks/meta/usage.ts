import * as z from "zod";

const percentage = z.number().nonnegative().default(0);

const Usage = z.object({ call_count: percentage, total_time: percentage, total_cputime: percentage });

const BusinessUsage = Usage.extend({
  type: z.string().default(""),
  /** Minutes. */
  estimated_time_to_regain_access: z.number().nonnegative().default(0),
});

const MINUTE_MS = 60_000;

/** How much of one of Graph's limits is used, as a header of an answer tells it. */
export interface GraphUsage {
  /** `app`, or the business use case: `pages`, `instagram`, `messenger`, … */
  readonly of: string;
  /** From 0 to 1; Graph measures calls, time and processor time, and the first that is used up counts. */
  readonly usedShare: number;
  readonly regainsAt?: Date;
}

export interface UsageRead {
  readonly usages: readonly GraphUsage[];
  readonly unreadable: readonly string[];
}

/** The headers that tell of usage, and how each is read. */
const HEADERS: Readonly<Record<string, (json: unknown, now: Date) => readonly GraphUsage[] | undefined>> = {
  "x-app-usage": (json) => {
    const { data } = Usage.safeParse(json);
    return data && [{ of: "app", usedShare: shareOf(data) }];
  },
  "x-business-use-case-usage": (json, now) => {
    const { data } = z.record(z.string(), z.array(BusinessUsage)).safeParse(json);
    return data && Object.values(data).flatMap((usages) => usages.map((usage) => businessUsage(usage, now)));
  },
};

/** @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
export function readUsage(headers: Headers, now: Date): UsageRead {
  const read = Object.entries(HEADERS).flatMap(([name, reader]) => {
    const text = headers.get(name);
    return text === null ? [] : [{ name, usages: reader(readJson(text), now) }];
  });
  return {
    usages: read.flatMap(({ usages }) => usages ?? []),
    unreadable: read.flatMap(({ name, usages }) => (usages ? [] : [name])),
  };
}

/** When Graph lets us in again, by the headers of an answer; undefined where they do not say. */
export function regainsAccessAt(headers: Headers, now: Date): Date | undefined {
  const instants = readUsage(headers, now).usages.flatMap(({ regainsAt }) => regainsAt ?? []);
  return instants.toSorted((one, other) => other.getTime() - one.getTime())[0];
}

function businessUsage(usage: z.output<typeof BusinessUsage>, now: Date): GraphUsage {
  const minutes = usage.estimated_time_to_regain_access;
  if (minutes === 0) return { of: usage.type, usedShare: shareOf(usage) };
  return { of: usage.type, usedShare: 1, regainsAt: new Date(now.getTime() + minutes * MINUTE_MS) };
}

function shareOf({ call_count, total_time, total_cputime }: z.output<typeof Usage>): number {
  return Math.min(1, Math.max(call_count, total_time, total_cputime) / 100);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
