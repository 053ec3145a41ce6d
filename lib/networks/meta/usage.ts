import * as z from "zod";

const BusinessUsage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().optional() })),
);

const MINUTE_MS = 60_000;

/**
 * When Graph lets us in again, by the header of an answer; undefined where it does not say.
 *
 * @see https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function regainsAccessAt(headers: Headers, now: Date): Date | undefined {
  const usage = BusinessUsage.safeParse(readJson(headers.get("x-business-use-case-usage")));
  if (!usage.success) return undefined;
  const minutes = Object.values(usage.data)
    .flat()
    .map((entry) => entry.estimated_time_to_regain_access ?? 0);
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? new Date(now.getTime() + longest * MINUTE_MS) : undefined;
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
