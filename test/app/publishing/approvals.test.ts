import { describe, expect, it } from "vitest";
import { decideApprovals, listApprovals } from "#lib/app/publishing/approve-publications.ts";
import { DEFAULT_LATENESS } from "#lib/domain/publishing/lateness.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { withdrawApproval } from "#lib/domain/publishing/transitions/approving.ts";
import { edit, retry } from "#lib/domain/publishing/transitions/deciding.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

/** A bench with a post that needs an approval, and Anna who may give it. */
async function benchWithAnna(changed: Partial<Publication> = {}, start?: string) {
  const bench = publishingBench(start);
  await bench.publications.add([aPublication({ needsApproval: true, ...changed })]);
  const { clock, publications, services } = bench;
  const stores = {
    clock,
    publications,
    dueIndex: publications,
    newId: services.newId,
    publishQueue: services.publishQueue,
  };
  return {
    ...bench,
    waiting: (listing = {}) => listApprovals(listing, stores),
    approve: async () => decideApprovals(await listApprovals({}, stores), { by: "Anna" }, stores),
    withdraw: async () =>
      decideApprovals(await listApprovals({ areApproved: true }, stores), { by: "Anna", isWithdrawn: true }, stores),
    decide: (listed: readonly Publication[]) => decideApprovals(listed, { by: "Anna" }, stores),
    one: () => publications.one("p1"),
    told: () => bench.events.map(({ type }) => type),
  };
}

const stamp = { now: new Date("2026-11-24T08:00:00Z"), claimId: "e1", by: "import" };
const changedText = {
  ...DEFAULT_LATENESS,
  draft: { text: "Changed", media: [] },
  wantsStaging: false,
  needsApproval: true,
};

describe("a post that needs an approval", () => {
  it("goes out on the second once it is approved, with the name in its timeline", async () => {
    const bench = await benchWithAnna({}, "2026-11-24T08:59:58.400Z");
    await bench.approve();

    await bench.work("p1");

    expect(bench.network.live.map(({ at }) => at.toISOString())).toEqual(["2026-11-24T09:00:00.000Z"]);
    expect(bench.one().history).toContainEqual(expect.objectContaining({ what: "approved", by: "Anna" }));
    expect(await bench.waiting()).toEqual([]);
  });

  it("does not go out while nobody approves it, is told once, and is missed with that reason", async () => {
    const bench = await benchWithAnna();

    await bench.live(3 * 60);

    expect(bench.network.live).toEqual([]);
    expect(bench.one()).toMatchObject({ state: "missed", reason: "nobody has approved it" });
    expect(bench.told()).toEqual(["PublicationDelayed", "PublicationMissed"]);
  });

  it("goes out at once when it is approved a little late", async () => {
    const bench = await benchWithAnna();
    await bench.live(40);
    const approvedAt = bench.clock.now();

    await bench.approve();
    await bench.live(2);

    expect((bench.network.live[0]?.at.getTime() ?? 0) - approvedAt.getTime()).toBeLessThan(2_000);
    expect(bench.one().reason).toBeUndefined();
  });

  it("needs another approval after an edit", async () => {
    const bench = await benchWithAnna({}, "2026-11-24T08:00:00.000Z");
    await bench.approve();
    const approved = bench.one();
    await bench.publications.apply(approved, edit(approved, { ...changedText, dueAt: approved.dueAt }, stamp));

    await bench.live(90);

    expect(bench.network.live).toEqual([]);
    expect((await bench.waiting()).map(({ draft }) => draft.text)).toEqual(["Changed"]);
  });

  it("is not approved by somebody who has seen what it was before an edit", async () => {
    const bench = await benchWithAnna({}, "2026-11-24T08:00:00.000Z");
    const seen = await bench.waiting();
    await bench.publications.apply(bench.one(), edit(bench.one(), { ...changedText, dueAt: bench.one().dueAt }, stamp));

    const { done, refused } = await bench.decide(seen);

    expect([done, refused.map(({ draft }) => draft.text)]).toEqual([[], ["Changed"]]);
    expect(await bench.waiting()).toHaveLength(1);
  });

  it("stays where it is when its approval is withdrawn between the look at it and the claim", async () => {
    const bench = await benchWithAnna();
    await bench.approve();
    let isWithdrawn = false;
    bench.publications.beforeApply = ({ set }) => {
      if (set.state !== "sending" || isWithdrawn) return;
      isWithdrawn = true;
      void bench.publications.apply(bench.one(), withdrawApproval(bench.one(), { ...stamp, by: "Anna" }));
    };

    await bench.live(5);

    expect(isWithdrawn).toBe(true);
    expect(bench.network.live).toEqual([]);
    expect(bench.one()).toMatchObject({ state: "planned", reason: "nobody has approved it", attempt: 0 });
  });

  it("needs no other approval when a person sends the very same again", async () => {
    const bench = await benchWithAnna({ state: "failed", approvedRevision: 1, nextStepAt: undefined });
    await bench.publications.apply(bench.one(), retry(bench.one(), { ...stamp, now: bench.clock.now(), by: "Anna" }));

    await bench.live(2);

    expect(bench.one()).toMatchObject({ state: "published", revision: 2, approvedRevision: 2 });
  });

  it("still needs one when a person sends again what nobody has approved", async () => {
    const bench = await benchWithAnna({ state: "missed", nextStepAt: undefined });
    await bench.publications.apply(bench.one(), retry(bench.one(), { ...stamp, now: bench.clock.now(), by: "Bob" }));
    await bench.live(2);
    expect([bench.network.live, (await bench.waiting()).length]).toEqual([[], 1]);

    await bench.approve();
    await bench.live(2);
    expect(bench.one().state).toBe("published");
  });

  it("waits again once its approval is withdrawn", async () => {
    const bench = await benchWithAnna({}, "2026-11-24T08:00:00.000Z");
    await bench.approve();
    await bench.withdraw();

    await bench.live(70);

    expect(bench.network.live).toEqual([]);
    expect(bench.one().history.map(({ what }) => what)).toEqual(["approved", "approval withdrawn", "waits"]);
  });

  it("is prepared meanwhile, so that a late yes costs no time", async () => {
    const bench = await benchWithAnna({ wantsStaging: true }, "2026-11-24T08:45:00.000Z");
    bench.network.stages.push({ status: "staged", progress: { container: "c1" } });

    await bench.work("p1");

    expect(bench.one()).toMatchObject({ state: "staged" });
  });
});

describe("the list of what waits for an approval", () => {
  it("is of one calendar, one row, or one time of a row that repeats", async () => {
    const bench = await benchWithAnna({ calendar: "december", rowId: "tip@2026-11-24T09:00" });
    await bench.publications.add([
      aPublication({ publicationId: "p2", calendar: "december", rowId: "gift", needsApproval: true }),
      aPublication({ publicationId: "p3", calendar: "june", rowId: "tip", needsApproval: true }),
      aPublication({ publicationId: "p4", calendar: "december", rowId: "free" }),
    ]);
    const ids = async (listing: object) => (await bench.waiting(listing)).map(({ publicationId }) => publicationId);

    expect(await ids({ calendar: "december" })).toEqual(["p1", "p2"]);
    expect(await ids({ calendar: "december", rowId: "tip" })).toEqual(["p1"]);
    expect(await ids({ calendar: "december", rowId: "tip@2026-11-24T09:00" })).toEqual(["p1"]);
    expect(await ids({ calendar: "december", rowId: "tip@2026-11-25T09:00" })).toEqual([]);
    expect(await ids({})).toEqual(["p1", "p2", "p3"]);
  });
});
