import { describe, expect, it } from "vitest";
import { networks } from "#lib/networks/registry.ts";
import { conduct } from "./campaign.ts";
import { capabilityClasses } from "./capability.ts";
import { randomly, replay } from "./explore.ts";
import { CROWD, readHistory, writeHistory } from "./history.ts";
import { hunt } from "./hunt.ts";
import { MUTATIONS } from "./mutants.ts";
import { shrink } from "./shrink.ts";

const capabilities = await capabilityClasses(networks);
const on = { capabilities };

const MINUTE_MS = 60_000;

describe("publishing under faults", () => {
  it("shows no post twice, loses none and leaves none behind, whatever fails", { timeout: 6 * MINUTE_MS }, async () => {
    const { schedules, violations, failures } = await conduct({ schedules: 8_000, seed: 7 }, on);

    expect(failures).toEqual([]);
    expect(new Set(Object.values(violations))).toEqual(new Set([0]));
    expect(schedules).toBeGreaterThanOrEqual(8_000);
  });

  it("covers every network that publishes, without naming one", () => {
    const covered = capabilities.map(({ name }) => name);

    for (const { name, publishing } of networks) {
      expect(covered.some((each) => each.startsWith(`${name}/`))).toBe(publishing !== undefined);
    }
  });

  it("notices each guard that is taken out", { timeout: 8 * MINUTE_MS }, async () => {
    const unnoticed: string[] = [];
    for await (const { mutation, caught } of hunt(2, on)) if (!caught) unnoticed.push(mutation.name);

    expect(unnoticed).toEqual([]);
  });
});

describe("workers that outlive their timeout", () => {
  it("publish twice: the lease is only as good as Lambda's killing", async () => {
    const written = "facebook/text~1~commit.p1#1=freeze";

    const killed = await replay(readHistory(written), on);
    const alive = await replay(readHistory(written), { ...on, hasZombies: true });

    expect(killed.violations).toEqual([]);
    expect(alive.violations).toMatchObject([{ kind: "duplicate" }]);
  });
});

describe("a history", () => {
  it("is the same each time that its seed is run", async () => {
    const first = await randomly(4_711, on);
    const second = await randomly(4_711, on);

    expect(second).toEqual(first);
  });

  it("replays what was written down of it", async () => {
    const { history, outcome } = await randomly(4_711, on);

    const again = await replay(readHistory(writeHistory(history)), on);

    expect(history.faults.size).toBeGreaterThan(0);
    expect(again.states).toEqual(outcome.states);
    expect([...again.faults]).toEqual([...outcome.faults]);
  });

  it("shrinks to the faults that matter", async () => {
    const mutation = MUTATIONS.find(({ name }) => name === "ambiguous by default");
    const optimistic = { ...on, mutation };
    const written = "facebook/text~1~load.p1#2=slow~commit.p1#1=error-after~events#1=lost";
    const history = readHistory(written);

    const short = await shrink(history, await replay(history, optimistic), optimistic);

    expect(writeHistory(short)).toBe("facebook/text~1~commit.p1#1=error-after");
  });

  it.each(["", "x/text", `${CROWD}~1~commit.p1#1=nonsense`])("refuses %o, which is none", (written) => {
    expect(() => readHistory(written)).toThrow(RangeError);
  });
});
