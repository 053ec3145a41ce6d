import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRecords } from "#lib/app/publishing/calendar/read-records.ts";
import { UnreadableCalendarError } from "#lib/app/publishing/calendar/unreadable-calendar-error.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { inPieces } from "#test/support/calendars.ts";

async function read(content: string | Uint8Array, pieceSize = 3) {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const records: (readonly [number, ...string[]])[] = [];
  for await (const { line, cells } of readRecords(inPieces(bytes, pieceSize))) records.push([line, ...cells]);
  return records;
}

async function refusal(content: string | Uint8Array, pieceSize?: number) {
  const error = await read(content, pieceSize).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof UnreadableCalendarError ? error.told(sayIn("en")) : error;
}

describe("readRecords", () => {
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("counts lines as an editor does, line breaks inside cells included, with %s", async (_, end) => {
    const csv = ["a,b", '1,"x', 'y"', "", "3,4"].join(end);

    expect(await read(csv)).toEqual([
      [1, "a", "b"],
      [2, "1", "x\ny"],
      [4, ""],
      [5, "3", "4"],
    ]);
  });

  it("reads a file whose line ends are mixed", async () => {
    expect(await read("a\r\nb\nc\rd")).toEqual([
      [1, "a"],
      [2, "b"],
      [3, "c"],
      [4, "d"],
    ]);
  });

  it("drops a byte order mark and keeps accents and emoji that are cut between pieces", async () => {
    expect(await read("\uFEFFdéjà,👩‍🍳", 1)).toEqual([[1, "déjà", "👩‍🍳"]]);
  });

  it("reads back whatever was written, in pieces of any size", async () => {
    const cell = fc.string({ unit: "grapheme" }).map((text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", ""));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    const property = fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (written, pieceSize) => {
      const csv = written.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join("\r\n");

      const records = await read(`\uFEFF${csv}`, pieceSize);

      expect(records.map(([, ...cells]) => cells)).toEqual(written);
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it.each([
    ["accents of Windows-1252", Buffer.from("a\nb\nd\xe9j\xe0", "latin1"), 3, "not UTF-8"],
    ["UTF-16", Buffer.from("\uFEFFa,b", "utf16le"), 1, "not UTF-8"],
    ["UTF-16 without a mark", Buffer.from("a,b", "utf16le"), 1, "NUL bytes"],
    ["a character cut off at the end of the file", Buffer.from([0x61, 0x0a, 0xc3]), 2, "not UTF-8"],
    ["an Excel workbook", Buffer.from("PK\u0003\u0004 and so on"), 1, "workbook"],
    ["NUL bytes", "a\nb\0", 2, "NUL bytes"],
    ["a quote that is never closed", 'a,b\n"1\n2",3\n4,"5\n6,7\n', 4, "nothing closes it"],
    ["text after a closing quote", 'a,b\n1,"x" y\n', 2, "in the middle of a cell"],
    ["a quote in the middle of a cell", 'a,b\n1,x "y"\n', 2, "in the middle of a cell"],
    ["a cell of 200 KB", `a,b\n1,${"x".repeat(200_000)}\n`, 2, "longer than 100000 characters"],
  ])("refuses %s, with the line", async (_, content, line, problem) => {
    expect(await refusal(content)).toMatchObject({
      line,
      problem: expect.stringContaining(problem),
      severity: "error",
    });
  });

  it("finds the line of a fault in the middle of a long piece", async () => {
    const lines = `${"é,b\r\n".repeat(500)}`;
    const latin = Buffer.concat([Buffer.from(lines), Buffer.from("caf\xe9,x\n", "latin1"), Buffer.from(lines)]);

    expect(await refusal(latin, 100_000)).toMatchObject({ line: 501 });
    expect(await refusal(`${lines}\0${lines}`, 100_000)).toMatchObject({ line: 501 });
  });

  it("passes on an error of the source as it is", async () => {
    const broken = async function* () {
      yield Buffer.from("a,b\n");
      throw new Error("connection reset");
    };

    await expect(
      readRecords(broken())
        .next()
        .then(() => undefined),
    ).rejects.toThrow("connection reset");
  });
});
