import { describe, expect, it } from "vitest";
import { type Decision, decidePublication } from "#lib/app/publishing/decide-publication.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { readLateness } from "#lib/domain/publishing/calendar/lateness.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { DEFAULT_LATENESS, type Lateness } from "#lib/domain/publishing/lateness.ts";
import type { PublicationState } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { UPLOADED_AT } from "#test/support/calendars.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

/** What a calendar says in its column `if_late`. */
function written(cell: string): Lateness {
  const read = readLateness(cell, sayIn("en"));
  if ("problem" in read) throw new RangeError(read.problem.problem);
  return read.lateness ?? DEFAULT_LATENESS;
}

/** Nothing ran from before nine o'clock until the day and time given. */
async function afterOutage(until: string, ifLate: string) {
  const bench = publishingBench(`2026-11-${until}.000Z`);
  await bench.publications.add([aPublication(written(ifLate))]);
  await bench.live(3);
  return bench;
}

const answer = (isWanted: boolean): Decision => ({
  to: "resolve",
  verdict: { answers: "still-wanted", isWanted },
});

describe("23: a scheduler that was down", () => {
  it.each<[string, string, string, PublicationState]>([
    ["three minutes", "24T09:03:00", "skip", "published"],
    ["three hours", "24T12:00:00", "skip", "missed"],
    ["an hour", "24T10:00:00", "", "published"],
    ["three hours", "24T12:00:00", "", "missed"],
    ["three hours", "24T12:00:00", "4 h", "published"],
    ["three days", "27T09:00:00", "4 h", "missed"],
    ["three days", "27T09:00:00", "4 d", "published"],
    ["three hours", "24T12:00:00", "ask", "review"],
    ["three days", "27T09:00:00", "ask", "review"],
  ])("for %s (until %s), and a row that says “%s”: %s", async (_, until, ifLate, state) => {
    const bench = await afterOutage(until, ifLate);

    expect(bench.publications.one("p1").state).toBe(state);
    expect(bench.network.live).toHaveLength(state === "published" ? 1 : 0);
  });

  it("tells of what it missed, and of what a person is asked", async () => {
    const missed = await afterOutage("24T12:00:00", "skip");
    const asked = await afterOutage("24T12:00:00", "ask");

    expect(missed.events.map(({ type }) => type)).toEqual(["PublicationMissed"]);
    expect(asked.events).toMatchObject([{ type: "PublicationInReview", detail: { question: "still-wanted" } }]);
  });
});

describe("a person who is asked whether a late post is still wanted", () => {
  it("has it published, however late", async () => {
    const bench = await afterOutage("27T09:00:00", "ask");
    await decidePublication("p1", { decision: answer(true), by: "alice" }, bench.services);
    await bench.live(2);

    expect(bench.publications.one("p1")).toMatchObject({ state: "published" });
    expect(bench.network.live).toHaveLength(1);
  });

  it("has it left out, under their name", async () => {
    const bench = await afterOutage("24T12:00:00", "ask");
    await decidePublication("p1", { decision: answer(false), by: "alice" }, bench.services);
    await bench.live(2);

    expect(bench.publications.one("p1")).toMatchObject({ state: "cancelled" });
    expect(bench.publications.one("p1").history.at(-1)?.by).toBe("alice");
    expect(bench.network.live).toEqual([]);
  });

  it("is asked again when the network did not take it within the hour", async () => {
    const bench = await afterOutage("24T12:00:00", "ask");
    await decidePublication("p1", { decision: answer(true), by: "alice" }, bench.services);
    bench.clock.advance(2 * 60 * 60_000);
    await bench.live(2);

    expect(bench.publications.one("p1")).toMatchObject({ state: "review", question: "still-wanted" });
  });

  it("cannot answer with what they see at the network: that was not the question", async () => {
    const bench = await afterOutage("24T12:00:00", "ask");
    const isLive: Decision = { to: "resolve", verdict: { answers: "is-it-live", isLive: false } };

    const result = await decidePublication("p1", { decision: isLive, by: "alice" }, bench.services);

    expect(result).toMatchObject({ outcome: "asked-otherwise", question: "still-wanted" });
    expect(bench.publications.one("p1").state).toBe("review");
  });

  it("answers by giving it another time in the calendar", async () => {
    const bench = await afterOutage("24T12:00:00", "ask");
    const { draft } = bench.publications.one("p1");
    const dueAt = new Date("2026-11-25T09:00:00.000Z");
    const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };
    const row = { publicationId: "p1", calendar: "november", rowId: "1", channel, dueAt, draft, wantsStaging: false };

    const results = await publicationPlanner(bench.services).plan([{ ...row, lateness: written("ask") }], UPLOADED_AT);

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(bench.publications.one("p1")).toMatchObject({ state: "planned", nextStepAt: dueAt });
  });
});

describe("a calendar that is uploaded again", () => {
  const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };

  async function uploadedAgain(ifLate: string) {
    const bench = publishingBench();
    const publication = aPublication({ dueAt: new Date("2026-11-24T18:00:00.000Z") });
    await bench.publications.add([publication]);
    const { dueAt, draft } = publication;
    const row = { publicationId: "p1", calendar: "november", rowId: "1", channel, dueAt, draft, wantsStaging: false };
    const results = await publicationPlanner(bench.services).plan([{ ...row, lateness: written(ifLate) }], UPLOADED_AT);
    return { outcome: results[0]?.outcome, publication: bench.publications.one("p1") };
  }

  it("changes how late the post may be", async () => {
    const { outcome, publication } = await uploadedAgain("ask");

    expect(outcome).toBe("changed");
    expect(publication).toMatchObject({ lateUpToMs: 5 * 60_000, ifTooLate: "ask", revision: 2 });
  });

  it("changes nothing when it says the same in other words", async () => {
    const { outcome } = await uploadedAgain("120 min");

    expect(written("120 min")).toEqual(DEFAULT_LATENESS);
    expect(outcome).toBe("unchanged");
  });

  it("does not take back that a person wants a missed post after all", async () => {
    const bench = await afterOutage("24T12:00:00", "");
    await decidePublication("p1", { decision: { to: "retry" }, by: "alice" }, bench.services);
    const { dueAt, draft } = bench.publications.one("p1");
    const row = { publicationId: "p1", calendar: "november", rowId: "1", channel, dueAt, draft, wantsStaging: false };

    const results = await publicationPlanner(bench.services).plan([{ ...row, lateness: written("") }], UPLOADED_AT);
    await bench.live(2);

    expect(results).toMatchObject([{ outcome: "unchanged" }]);
    expect(bench.publications.one("p1").state).toBe("published");
  });
});
