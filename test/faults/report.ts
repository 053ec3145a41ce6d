import type { Violation, ViolationKind } from "./auditor.ts";
import type { Explored } from "./explore.ts";
import type { FaultKind } from "./fault.ts";
import { writeHistory } from "./history.ts";

/** What many schedules came to. */
export interface Report {
  schedules: number;
  /** Of them, those with one fault beside the situation they begin in. */
  singles: number;
  /** No single fault is left out. */
  hasAllSingles: boolean;
  pairs: number;
  crowds: number;
  publications: number;
  readonly faults: Partial<Record<FaultKind, number>>;
  readonly states: Record<string, number>;
  readonly violations: Record<ViolationKind, number>;
  /** The first few schedules in which something went wrong. */
  readonly failures: Failure[];
}

export interface Failure {
  readonly history: string;
  readonly violations: readonly Violation[];
}

const KEPT_FAILURES = 5;

export function emptyReport(): Report {
  return {
    schedules: 0,
    singles: 0,
    hasAllSingles: true,
    pairs: 0,
    crowds: 0,
    publications: 0,
    faults: {},
    states: {},
    violations: {
      duplicate: 0,
      lost: 0,
      stuck: 0,
      "failed-but-live": 0,
      "published-late": 0,
      "published-early": 0,
      "live-after-cancel": 0,
      "old-edit-live": 0,
      "needlessly-late": 0,
      untold: 0,
      "sent-though-stopped": 0,
      "sent-though-closed": 0,
      "sent-unapproved": 0,
      "refresh-token-reused": 0,
      "before-parent": 0,
    },
    failures: [],
  };
}

export function count(report: Report, { history, outcome }: Explored): void {
  report.schedules += 1;
  report.publications += outcome.states.length;
  for (const kind of outcome.faults.values()) report.faults[kind] = (report.faults[kind] ?? 0) + 1;
  for (const state of outcome.states) report.states[state] = (report.states[state] ?? 0) + 1;
  for (const { kind } of outcome.violations) report.violations[kind] += 1;
  if (outcome.violations.length === 0 || report.failures.length >= KEPT_FAILURES) return;
  const faults = outcome.faults;
  report.failures.push({ history: writeHistory({ ...history, faults }), violations: outcome.violations });
}

/** Adds what another core has counted. */
export function merge(report: Report, other: Report): void {
  report.schedules += other.schedules;
  report.singles += other.singles;
  report.hasAllSingles &&= other.hasAllSingles;
  report.pairs += other.pairs;
  report.crowds += other.crowds;
  report.publications += other.publications;
  addAll(report.faults, other.faults);
  addAll(report.states, other.states);
  addAll(report.violations, other.violations);
  report.failures.push(...other.failures);
}

function addAll<Key extends string>(to: Partial<Record<Key, number>>, from: Partial<Record<Key, number>>): void {
  for (const key in from) to[key] = (to[key] ?? 0) + (from[key] ?? 0);
}

export function violationCount({ violations }: Report): number {
  return Object.values(violations).reduce((sum, each) => sum + each, 0);
}
