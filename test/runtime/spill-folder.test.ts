import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Difference } from "#lib/app/publishing/calendar/ledger/difference.ts";
import { withSpillFolder } from "#lib/runtime/spill-folder.ts";

beforeAll(() => vi.stubEnv("TMPDIR", mkdtempSync(join(tmpdir(), "spill-"))));
afterAll(() => vi.unstubAllEnvs());

describe("withSpillFolder", () => {
  it("gives records back in order, whatever was written to disk meanwhile, and leaves nothing behind", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `ligne\u2028 é\n${index}`);

    const read = await withSpillFolder(async (spill) => {
      for (const line of lines) spill.append("a", line);
      spill.append("b", "other");
      expect(spill.read("none")).toEqual([]);
      expect(spill.read("b")).toEqual(["other"]);
      expect(readdirSync(tmpdir())).toHaveLength(1);
      return spill.read("a");
    });

    expect(read).toEqual(lines);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it("leaves nothing behind when the work fails", async () => {
    const work = withSpillFolder(async (spill) => {
      spill.append("a", "x".repeat(100_000));
      throw new Error("it failed");
    });

    await expect(work).rejects.toThrow("it failed");
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it("finds what is missing among a hundred thousand rows in little memory", async () => {
    const rowsFrom = (start: number) => Array.from({ length: 1_000 }, (_, index) => `r-${start + index}`);
    const dueAt = new Date("2026-12-01T09:00:00Z");
    const missing = await withSpillFolder(async (spill) => {
      const difference = new Difference(spill);
      for (let start = 0; start < 100_000; start += 1_000) {
        const entries = rowsFrom(start).map((rowId) => ({ publicationId: `p-${rowId}`, rowId, dueAt }));
        difference.remember(entries, true);
        const rows = entries.filter((_, index) => index !== 500);
        difference.name(
          rows.map(({ rowId, publicationId }) => ({
            rowId,
            publicationIds: [publicationId],
            isRefused: false,
            isUnchanged: true,
          })),
        );
      }
      expect(difference.count(new Date(0))).toMatchObject({ upcoming: 100_000, missingUpcoming: 100 });
      return [...difference.missing()].flat();
    });

    expect(missing).toHaveLength(100);
    expect(missing.every(({ remains }) => remains === "nothing")).toBe(true);
  });
});
