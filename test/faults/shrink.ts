import { type Exploration, replay } from "./explore.ts";
import type { History } from "./history.ts";
import type { Outcome } from "./simulate.ts";

/** Takes faults out, many at a time and then one by one, as long as the same thing still goes wrong. */
export async function shrink(history: History, outcome: Outcome, on: Exploration): Promise<History> {
  const kinds = new Set(outcome.violations.map(({ kind }) => kind));
  const fails = async (faults: History["faults"]) => {
    const { violations } = await replay({ ...history, faults }, on);
    return violations.some(({ kind }) => kinds.has(kind));
  };
  let faults: History["faults"] = outcome.faults;
  for (let size = Math.ceil(faults.size / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    faults = await without(faults, size, fails);
  }
  return { ...history, faults };
}

type Fails = (faults: History["faults"]) => Promise<boolean>;

async function without(faults: History["faults"], size: number, fails: Fails): Promise<History["faults"]> {
  let kept = [...faults];
  for (let start = 0; start < kept.length; ) {
    const fewer = kept.toSpliced(start, size);
    if (await fails(new Map(fewer))) kept = fewer;
    else start += size;
  }
  return new Map(kept);
}
