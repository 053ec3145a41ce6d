import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anImporter } from "#test/support/an-importer.ts";

const HEADER = "id,date,time,channels,text,campaign";
const row = (id: string, text = `Text of ${id}`) => `${id},2026-12-01,09:00,facebook,${text},winter`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ""].join("\n");
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`r-${index}`));

describe("a file that is only a part of its calendar", () => {
  it("cancels nothing when it was cut within a row, and at most half when it was cut between two", async () => {
    const all = file(...rows(12));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: HEADER.length + 2, max: all.length - 1 }), async (end) => {
        const importer = anImporter();
        await importer.upload(all);

        await importer.upload(all.slice(0, end));

        const isWithinRow = !/(\n|,winter)$/.test(all.slice(0, end));
        expect(importer.inState("cancelled").length).toBeLessThanOrEqual(isWithinRow ? 0 : 6);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it("is told so, with the way out, and does what it is told then", async () => {
    const importer = anImporter();
    await importer.upload(file(...rows(12)));

    const partial = await importer.upload(file(row("r-0")));
    expect(partial).toMatchObject({ cancelled: 0, unchanged: 1, warnings: 1 });
    expect(importer.report()).toContain(
      ",not cancelled,11 of the 12 posts that are still to come are not in this file: none of them was cancelled,",
    );
    const again = await importer.upload(importer.report());
    expect(again).toMatchObject({ rows: 1, cancelled: 0, unchanged: 1 });

    const meant = await importer.upload(`#cancel-missing: yes\n${file(row("r-0"))}`);
    expect(meant).toMatchObject({ cancelled: 11, unchanged: 1 });
  });

  it("only adds and changes when it says so", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));

    const summary = await importer.upload(`#cancel-missing: no\n${file(row("c"))}`);

    expect(summary).toMatchObject({ added: 1, cancelled: 0 });
    expect(await importer.upload(file(row("b"), row("c")))).toMatchObject({ cancelled: 1, unchanged: 2 });
  });

  it("rejects the row in whose middle it ends: half a text must not go out", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b"), row("c")));

    const summary = await importer.upload(file(row("a"), row("b")).slice(0, -10));

    expect(summary).toMatchObject({ rejected: 1, unchanged: 1, cancelled: 0 });
    expect(importer.inState("planned")).toHaveLength(3);
    expect(importer.report()).toContain(",rejected,the file ends in the middle of this row,");
    expect(importer.report()).toContain(",not cancelled,the file ends in the middle of a row");
  });

  it("takes a last row without a line end, and one whose last cells are left out everywhere", async () => {
    const importer = anImporter();

    expect(await importer.upload(file(row("a"), row("b")).trimEnd())).toMatchObject({ added: 2, rejected: 0 });
    const sloppy = "id,date,time,channels,text,campaign\nc,2026-12-01,09:00,facebook,C\nd,2026-12-01,09:00,facebook,D";
    expect(await importer.upload(sloppy, undefined, "sloppy")).toMatchObject({ added: 2, rejected: 0 });
  });
});

describe("a row that is rejected", () => {
  it("keeps its posts as they were when it has an id", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b"), row("c")));

    const summary = await importer.upload(file(row("a").replace("2026-12-01", "2026-02-30"), row("b")));

    expect(summary).toMatchObject({ rejected: 1, unchanged: 1, cancelled: 1 });
    expect(importer.inState("planned")).toEqual(["Text of a on facebook", "Text of b on facebook"]);
    // And is cancelled when it is not there any more at the next upload.
    expect(await importer.upload(file(row("b")))).toMatchObject({ cancelled: 1 });
  });

  it("keeps the post of the one channel that it is refused on", async () => {
    const importer = anImporter();
    const on = (text: string) => file(`a,2026-12-01,09:00,facebook; x,${text},winter`);
    await importer.upload(on("short"));

    await importer.upload(on("l".repeat(281)));

    expect(importer.inState("cancelled")).toEqual([]);
    expect(importer.inState("planned")).toContain("short on x");
  });

  it("keeps everything when it has no id, for nobody can tell which one it is", async () => {
    const importer = anImporter();
    const without = (...lines: readonly string[]) => ["date,time,channels,text", ...lines, ""].join("\n");
    await importer.upload(without("2026-12-01,09:00,facebook,A", "2026-12-02,09:00,facebook,B"));

    const summary = await importer.upload(without("2026-13-01,09:00,facebook,A"));

    expect(summary).toMatchObject({ rejected: 1, cancelled: 0 });
    expect(importer.inState("planned")).toHaveLength(2);
    expect(importer.report()).toContain("1 rejected rows have no id");
  });
});
