import { describe, expect, it } from "vitest";
import type { PlannedPublication } from "#lib/app/publishing/calendar/ports.ts";
import { ResumedPlan } from "#lib/app/publishing/calendar/resume/resumed-plan.ts";
import { DEFAULT_LATENESS } from "#lib/domain/publishing/lateness.ts";
import { aChannel } from "#test/support/calendars.ts";
import { InMemoryOutcomes } from "#test/support/in-memory-outcomes.ts";

const UPLOAD = { calendar: "december", version: "1" };
const UPLOADED_AT = new Date("2026-10-01T00:00:00Z");

const postOf = (batch: number): PlannedPublication => ({
  publicationId: `p${batch}`,
  calendar: UPLOAD.calendar,
  rowId: `r${batch}`,
  channel: aChannel("facebook/lyon"),
  dueAt: new Date("2026-12-01T09:00:00Z"),
  draft: { text: "Bonjour", media: [] },
  wantsStaging: false,
  lateness: DEFAULT_LATENESS,
});

/** An earlier run has written down what became of so many batches, each of one post. */
async function resumedAfter(batches: number) {
  const outcomes = new InMemoryOutcomes();
  for (let batch = 1; batch <= batches; batch++)
    await outcomes.write(UPLOAD, batch, new Map([[`p${batch}`, { outcome: "added" as const }]]));
  const fetched: number[] = [];
  const log = Object.assign(Object.create(outcomes), {
    async read(upload: typeof UPLOAD, batch: number) {
      fetched.push(batch);
      if (batch === 4) throw new Error("the log cannot be read");
      return await outcomes.read(upload, batch);
    },
    count: () => outcomes.count(UPLOAD),
  });
  const plan = await ResumedPlan.begin({
    upload: UPLOAD,
    outcomes: log,
    journal: { write: async () => {} },
    plan: async (planned) => planned.map(() => ({ outcome: "unchanged" })),
    isFirst: true,
    isTimeUp: () => false,
  });
  return { plan, fetched };
}

describe("ResumedPlan", () => {
  it("fetches a few batches ahead what an earlier run has written down, and each once", async () => {
    const { plan, fetched } = await resumedAfter(12);

    expect(await plan.plan([postOf(1)], UPLOADED_AT)).toEqual([{ outcome: "added" }]);
    expect(fetched).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await plan.plan([postOf(2)], UPLOADED_AT)).toEqual([{ outcome: "added" }]);
    expect(fetched).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("fails at the batch that cannot be read, and at none before it", async () => {
    const { plan } = await resumedAfter(7);

    for (const batch of [1, 2, 3]) await plan.plan([postOf(batch)], UPLOADED_AT);

    await expect(plan.plan([postOf(4)], UPLOADED_AT)).rejects.toThrow("the log cannot be read");
  });
});
