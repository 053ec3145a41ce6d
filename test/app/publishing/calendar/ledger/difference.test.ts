import { describe, expect, it } from "vitest";
import { Difference } from "#lib/app/publishing/calendar/ledger/difference.ts";
import type { ManifestEntry, Spill } from "#lib/app/publishing/calendar/ledger/ports.ts";
import { withSpillFile } from "#lib/runtime/spill-file.ts";

const UPLOADED_AT = new Date("2026-11-24T09:00:00Z");
const DUE_AT = new Date("2026-12-01T09:00:00Z");

function entryOf(rowId: string): ManifestEntry {
  return { publicationId: `p-${rowId}`, rowId, dueAt: DUE_AT };
}

function named({ rowId, publicationId }: ManifestEntry) {
  return { rowId, publicationIds: [publicationId], isRefused: false, isUnchanged: true };
}

/** Compares `earlier` with `present` on the disk; by the default, all of a partition of them is held in memory at once. */
async function compared(earlier: readonly ManifestEntry[], present: ReturnType<typeof named>[], mostBytes?: number) {
  return await withSpillFile(async (spill) => {
    const watched = new WatchedSpill(spill);
    const difference = new Difference(watched, mostBytes);
    difference.remember(earlier, true);
    difference.name(present);
    const counted = difference.count(UPLOADED_AT);
    const missing = [...difference.missing()].flat();
    const rows = missing.map(({ entries, remains }) => ({ rowId: entries[0]?.rowId, remains }));
    return { counted, rows, refused: [...difference.refused()].flat(), filesRead: watched.filesRead };
  });
}

class WatchedSpill implements Spill {
  readonly filesRead = new Set<string>();
  readonly #spill: Spill;

  constructor(spill: Spill) {
    this.#spill = spill;
  }

  append(file: string, record: string): void {
    this.#spill.append(file, record);
  }

  sizeOf(file: string): number {
    return this.#spill.sizeOf(file);
  }

  read(file: string): Iterable<string> {
    this.filesRead.add(file);
    return this.#spill.read(file);
  }

  forget(file: string): void {
    this.#spill.forget(file);
  }
}

describe("what a file does not name any more", () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => entryOf(`r-${index}`));
  const present = rows.filter((_, index) => index % 100 !== 50).map(named);

  it.each([
    { partitions: "are held as they are", mostBytes: undefined, isSplit: false },
    { partitions: "are split once", mostBytes: 200, isSplit: true },
    { partitions: "are split until rows stand alone", mostBytes: 1, isSplit: true },
  ])("is found where partitions $partitions", async ({ mostBytes, isSplit }) => {
    const { counted, rows: missing, filesRead } = await compared(rows, present, mostBytes);

    expect(counted).toEqual({ upcoming: 2_000, missingUpcoming: 20 });
    expect(missing).toHaveLength(20);
    expect(missing.every(({ remains }) => remains === "nothing")).toBe(true);
    expect([...filesRead].some((file) => file.split("-").length > 2)).toBe(isSplit);
  });

  it("keeps what the file has of a row beside it, however often partitions are split", async () => {
    const [first, second, third, ...others] = rows;
    if (!first || !second || !third) throw new Error("there are rows");
    const isRefused = { ...named(first), publicationIds: [], isRefused: true };
    const onlyOther = { ...named(second), publicationIds: ["p-other"] };

    const result = await compared(rows, [isRefused, onlyOther, ...others.map(named)], 50);

    expect(result.counted).toEqual({ upcoming: 2_000, missingUpcoming: 2 });
    expect(result.rows).toHaveLength(2);
    expect(result.rows).toContainEqual({ rowId: second.rowId, remains: "unchanged row" });
    expect(result.rows).toContainEqual({ rowId: third.rowId, remains: "nothing" });
    expect(result.refused.map(({ rowId }) => rowId)).toEqual([first.rowId]);
  });

  it("is found among thousands of occurrences of one row, which cannot be split", async () => {
    const occurrences = Array.from({ length: 3_000 }, (_, index) => {
      const local = new Date(DUE_AT.getTime() + index * 60_000).toISOString().slice(0, 16);
      return entryOf(`daily@${local}`);
    });
    const publicationIds = occurrences.slice(1).map(({ publicationId }) => publicationId);
    const row = { rowId: "daily", publicationIds, isRefused: false, isUnchanged: true };

    const { rows: missing } = await compared(occurrences, [row], 500);

    expect(missing).toEqual([{ rowId: "daily@2026-12-01T09:00", remains: "unchanged row" }]);
  });
});
