import Table from "cli-table3";
import type { RequestCounts } from "../runtime/request-counts.ts";

/** What the demo did, counted from the simulated networks' truth and from the requests that were really made. */
export interface Summary {
  readonly calendar: { readonly rows: number; readonly imported: number; readonly rejected: number };
  readonly publications: {
    readonly planned: number;
    readonly published: number;
    readonly failed: number;
    readonly uncertain: number;
    readonly duplicates: number;
    readonly lost: number;
  };
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly messages: {
    readonly received: number;
    readonly routed: number;
    readonly lost: number;
    readonly replied: number;
  };
  readonly snapshots: number;
  readonly cost: {
    /** Requests. */
    readonly sqs: number;
    /** Request units. */
    readonly dynamodbReads: number;
    readonly dynamodbWrites: number;
    /** Invocations. */
    readonly lambda: number;
    /** Requests. */
    readonly s3: number;
  };
}

/** Everything that was planned has happened, once. */
export function isPerfect({ calendar, publications, messages, snapshots }: Summary): boolean {
  const { planned, published, failed, uncertain, duplicates, lost } = publications;
  return (
    calendar.imported > 0 &&
    published === planned &&
    failed + uncertain + duplicates + lost + messages.lost === 0 &&
    messages.replied > 0 &&
    snapshots > 0
  );
}

export function costOf({ sqs, dynamodb, lambda, s3 }: RequestCounts): Summary["cost"] {
  return {
    sqs: sqs.total + sqs.polls + sqs.deletions + sqs.deliveries,
    dynamodbReads: dynamodb.readUnits,
    dynamodbWrites: dynamodb.writeUnits,
    lambda: lambda.invocations,
    s3: s3.total,
  };
}

/** The value below which `share` (0 to 1) of all values lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export function renderSummary({ calendar, publications, latenessMs, messages, snapshots, cost }: Summary): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["calendar", words({ ...calendar })],
    ["publications", words({ ...publications })],
    ["lateness", `p50 ${latenessMs.p50} ms, p99 ${latenessMs.p99} ms, max ${latenessMs.max} ms`],
    ["messages", words({ ...messages })],
    ["snapshots", String(snapshots)],
    ["requests", words({ ...cost })],
  );
  return table.toString();
}

function words(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(1)}`)
    .join(", ");
}
