import type { CapabilityClass } from "./capability.ts";
import { FAULTS, type FaultKind } from "./fault.ts";
import type { Faults } from "./fault-plan.ts";
import { aloneOn, crowd, type Scenario } from "./scenario.ts";

/** A schedule as it can be written down: where it began, and every fault that struck. */
export interface History {
  /** A capability class for one publication alone, or `crowd`. */
  readonly setting: string;
  readonly seed: number;
  readonly faults: Faults;
}

export const CROWD = "crowd";

/** One word, for a command line: `x/text~1~commit.p1#1=error-after`. */
export function writeHistory({ setting, seed, faults }: History): string {
  return [setting, seed, ...[...faults].map(([place, kind]) => `${place}=${kind}`)].join("~");
}

/** @throws RangeError for what `writeHistory` did not write. */
export function readHistory(written: string): History {
  const [setting, seed, ...faults] = written.split("~");
  if (!setting || !Number.isInteger(Number(seed))) throw new RangeError(`not a history: ${written}`);
  return { setting, seed: Number(seed), faults: new Map(faults.map(readFault)) };
}

function readFault(written: string): readonly [string, FaultKind] {
  const [place, kind] = written.split("=");
  if (!place || !isFaultKind(kind)) throw new RangeError(`not a fault: ${written}`);
  return [place, kind];
}

function isFaultKind(kind: string | undefined): kind is FaultKind {
  return kind !== undefined && Object.hasOwn(FAULTS, kind);
}

/** @throws RangeError when no network of the registry is of that class any more. */
export function scenarioOf({ setting, seed }: History, capabilities: readonly CapabilityClass[]): Scenario {
  if (setting === CROWD) return crowd(seed, capabilities);
  const capability = capabilities.find(({ name }) => name === setting);
  if (!capability) throw new RangeError(`no capability class ${setting}`);
  return aloneOn(capability);
}

/** For people: each fault in words. */
export function describeFaults(faults: Faults): readonly string[] {
  return [...faults].map(([place, kind]) => `${place}: ${FAULTS[kind]}`);
}
