import { describe, expect, it, vi } from "vitest";
import { Listing } from "#lib/app/publishing/listing.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { InMemoryPublications } from "#test/support/in-memory-publications.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 9, minutes));

const minutes = (count: number) => Array.from({ length: count }, (_, minute) => at(minute));

async function listing({ planned, instants }: { planned: readonly Date[]; instants: readonly Date[] }) {
  const index = new InMemoryPublications();
  await index.add(
    planned.map((dueAt, number) => aPublication({ publicationId: `p${number}`, dueAt, nextStepAt: dueAt })),
  );
  const due = vi.spyOn(index, "due");
  return { due, listing: new Listing(index, { overUntil: new Date(0), instants }) };
}

const idsOf = (listed: Awaited<ReturnType<Listing["at"]>>) => listed.map(({ publicationId }) => publicationId);

describe("Listing", () => {
  it("asks once for an hour with a post per minute, and tells instants apart", async () => {
    const instants = minutes(120);
    const { due, listing: dense } = await listing({ planned: [at(0), at(59), at(60)], instants });

    const listed = await Promise.all(instants.map((instant) => dense.at(instant)));

    expect(listed.map(idsOf).filter((ids) => ids.length > 0)).toEqual([["p0"], ["p1"], ["p2"]]);
    expect(idsOf(listed[59] ?? [])).toEqual(["p1"]);
    expect(due).toHaveBeenCalledTimes(2);
  });

  it("asks for the instant alone where few are wanted in an hour", async () => {
    const { due, listing: sparse } = await listing({ planned: minutes(60), instants: [at(7), at(30)] });

    expect(idsOf(await sparse.at(at(30)))).toEqual(["p30"]);
    expect(due).toHaveBeenCalledExactlyOnceWith(at(30), new Date(at(30).getTime() + 1));
  });

  it("does not read a crowd for the sake of the minutes beside it", async () => {
    const crowd = Array.from({ length: 5_000 }, () => at(1));
    const { due, listing: crowded } = await listing({ planned: [...crowd, at(30)], instants: minutes(60) });

    expect(idsOf(await crowded.at(at(30)))).toEqual(["p5000"]);
    expect(await crowded.at(at(1))).toHaveLength(1_000);
    expect(due).toHaveBeenCalledTimes(3);
  });
});
