import { describe, expect, it } from "vitest";
import { type Decision, decidePublication } from "#lib/app/publishing/decide-publication.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

async function decided(publication: Partial<Publication>, decision: Decision) {
  const bench = publishingBench("2026-11-25T12:00:00.000Z");
  await bench.publications.add([aPublication(publication)]);
  const result = await decidePublication("p1", { decision, by: "alice" }, bench.services);
  return { bench, result };
}

describe("a person's decision", () => {
  it("cancels what waits, under the person's name", async () => {
    const { bench, result } = await decided({}, { to: "cancel", why: "the offer is over" });
    await bench.live(2);

    expect(result.outcome).toBe("done");
    expect(bench.publications.one("p1")).toMatchObject({ state: "cancelled", reason: "the offer is over" });
    expect(bench.publications.one("p1").history.at(-1)).toMatchObject({ what: "cancelled", by: "alice" });
    expect(bench.events.map(({ type }) => type)).toEqual(["PublicationCancelled"]);
    expect(bench.network.live).toEqual([]);
  });

  it("does not cancel what is being sent", async () => {
    const leaseUntil = new Date("2026-11-25T13:00:00.000Z");
    const { result } = await decided({ state: "sending", leaseUntil }, { to: "cancel", why: "stop" });

    expect(result).toMatchObject({ outcome: "refused", publication: { state: "sending" } });
  });

  it.each(["failed", "missed", "cancelled"] as const)(
    "publishes after all what was %s, however late",
    async (state) => {
      const { bench } = await decided({ state, nextStepAt: undefined, reason: "?" }, { to: "retry" });
      await bench.live(2);

      expect(bench.network.live).toHaveLength(1);
      expect(bench.publications.one("p1")).toMatchObject({ state: "published", revision: 2 });
    },
  );

  it("never publishes again what is out", async () => {
    const { result } = await decided({ state: "published", nextStepAt: undefined }, { to: "retry" });

    expect(result.outcome).toBe("refused");
  });

  it("ends a review with what the person saw", async () => {
    const review = { state: "review", question: "is-it-live", nextStepAt: undefined } as const;
    const answers = "is-it-live";
    const live = await decided(review, { to: "resolve", verdict: { answers, isLive: true, remoteId: "r9" } });
    const notLive = await decided(review, { to: "resolve", verdict: { answers, isLive: false } });
    await notLive.bench.live(2);

    expect(live.bench.publications.one("p1")).toMatchObject({ state: "published", remoteId: "r9" });
    expect(live.bench.network.live).toEqual([]);
    expect(notLive.bench.network.live).toHaveLength(1);
  });

  it("says so when there is no such publication", async () => {
    const { services } = publishingBench();

    const wanted = { decision: { to: "retry" }, by: "alice" } as const;
    expect(await decidePublication("nobody", wanted, services)).toEqual({ outcome: "unknown" });
  });
});
