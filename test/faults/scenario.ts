import { DEFAULT_LATENESS, type Lateness } from "#lib/domain/publishing/lateness.ts";
import type { CapabilityClass } from "./capability.ts";
import { fractionOf, hashOf, pick } from "./chance.ts";
import type { Row } from "./rows.ts";

const MINUTE_MS = 60_000;

export interface Scenario {
  readonly rows: readonly Row[];
  readonly startsAt: number;
  /** No fault strikes after this. */
  readonly faultsUntil: number;
}

const NINE = Date.parse("2026-11-24T09:00:00.000Z");

const LATENESSES: readonly [Lateness, ...Lateness[]] = [
  DEFAULT_LATENESS,
  DEFAULT_LATENESS,
  { lateUpToMs: 0, ifTooLate: "miss" },
  { lateUpToMs: 10 * MINUTE_MS, ifTooLate: "miss" },
  { lateUpToMs: 5 * MINUTE_MS, ifTooLate: "ask" },
];

/** One publication on one network, with nothing else going on. */
export function aloneOn(capability: CapabilityClass): Scenario {
  // Half of the networks' posts need an approval, so that both ways are gone through.
  const needsApproval = capability.needsStaging;
  const rows = [{ publicationId: "p1", capability, dueAt: NINE, lateness: DEFAULT_LATENESS, needsApproval }];
  return { rows, startsAt: NINE - 3 * MINUTE_MS + 7_000, faultsUntil: NINE + 90 * MINUTE_MS };
}

/** Several publications on several networks, due around the same time, some at the very same second. */
export function crowd(seed: number, capabilities: readonly CapabilityClass[]): Scenario {
  const [first, ...others] = capabilities.filter(({ what }) => what === "post");
  if (!first) throw new RangeError("a crowd needs a network");
  const size = 1 + (hashOf(seed, "size") % (hashOf(seed, "big") % 50 === 0 ? 40 : 4));
  const spanMs = pick(seed, "span", [MINUTE_MS, 20 * MINUTE_MS, 20 * MINUTE_MS, sparseSpanMs(seed)]);
  const channels = [1, 2].map((index) => pick(seed, `channel ${index}`, [first, ...others]));
  const rows = Array.from({ length: size }, (_, index): Row => {
    const minute = Math.floor((fractionOf(seed, `due ${index}`) * spanMs) / MINUTE_MS);
    return {
      publicationId: `p${index + 1}`,
      capability: channels[hashOf(seed, `on ${index}`) % channels.length] ?? first,
      dueAt: NINE + minute * MINUTE_MS,
      lateness: pick(seed, `lateness ${index}`, LATENESSES),
      needsApproval: pick(seed, `approval ${index}`, [false, false, true]),
    };
  });
  const last = Math.max(...rows.map(({ dueAt }) => dueAt));
  const startsAt = NINE - pick(seed, "ahead", [1, 3, 33]) * MINUTE_MS + fractionOf(seed, "tick") * MINUTE_MS;
  return { rows, startsAt, faultsUntil: last + pick(seed, "faults", [5, 15, 60]) * MINUTE_MS };
}

/** Now and then a schedule of days. */
function sparseSpanMs(seed: number): number {
  return hashOf(seed, "days") % 100 === 0 ? 3 * 24 * 60 * MINUTE_MS : 60 * MINUTE_MS;
}
