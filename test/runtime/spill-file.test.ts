import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withSpillFile } from "#lib/runtime/spill-file.ts";

/** Without a NUL; some are longer than what is gathered before it is written. */
const aRecord = fc
  .tuple(fc.string({ unit: fc.constantFrom("a", "é", "🥐", "\n"), maxLength: 5 }), fc.constantFrom(1, 700, 9_000))
  .map(([unit, times]) => unit.repeat(times));

beforeAll(() => vi.stubEnv("TMPDIR", mkdtempSync(join(tmpdir(), "spill-"))));
afterAll(() => vi.unstubAllEnvs());

describe("withSpillFile", () => {
  it("gives records back in order, whatever was written to disk meanwhile, and leaves nothing behind", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `ligne\u2028 é\n${index}`);

    const read = await withSpillFile(async (spill) => {
      for (const line of lines) spill.append("a", line);
      spill.append("b", "other");
      expect([...spill.read("none")]).toEqual([]);
      expect([...spill.read("b")]).toEqual(["other"]);
      expect(readdirSync(tmpdir())).toEqual([]);
      return [...spill.read("a")];
    });

    expect(read).toEqual(lines);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it("gives back what was appended after a reading as well, long records among short ones", async () => {
    const records = fc.array(fc.record({ file: fc.constantFrom("a", "b"), record: aRecord }), { maxLength: 60 });
    const property = fc.asyncProperty(records, async (appended) => {
      await withSpillFile(async (spill) => {
        appended.forEach(({ file, record }, index) => {
          spill.append(file, record);
          const ofFile = appended.slice(0, index + 1).filter((each) => each.file === file);
          if (index % 10 === 0) expect([...spill.read(file)]).toEqual(ofFile.map((each) => each.record));
        });
      });
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it("leaves nothing behind when the work fails", async () => {
    const work = withSpillFile(async (spill) => {
      spill.append("a", "x".repeat(100_000));
      throw new Error("it failed");
    });

    await expect(work).rejects.toThrow("it failed");
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  it("knows how much a file takes, written or not, and no more of one that is forgotten", async () => {
    await withSpillFile(async (spill) => {
      for (let count = 0; count < 3_000; count++) spill.append("a", "éclair");
      spill.append("b", "éclair");
      // Seven bytes of text, and one for its end.
      expect([spill.sizeOf("a"), spill.sizeOf("b"), spill.sizeOf("none")]).toEqual([24_000, 8, 0]);

      spill.forget("a");
      expect(spill.sizeOf("a")).toBe(0);
      expect([...spill.read("a")]).toEqual([]);
      expect([...spill.read("b")]).toEqual(["éclair"]);
    });
  });
});
