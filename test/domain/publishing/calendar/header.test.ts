import { describe, expect, it } from "vitest";
import { COLUMNS } from "#lib/domain/publishing/calendar/columns.ts";
import { readHeader } from "#lib/domain/publishing/calendar/header.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

const read = (header: string) =>
  readHeader(header.split(","), 1, { say: sayIn("en"), networks: ["facebook", "instagram"] });

const problemsOf = (header: string) => {
  const result = read(header);
  return result.ok ? result.warnings : result.problems;
};

describe("readHeader", () => {
  it("finds the columns in any order, case and spacing", () => {
    const header = read("Text, CHANNELS ,time,date");

    expect(header.ok && [...header.positions]).toEqual([
      ["text", [0]],
      ["channels", [1]],
      ["time", [2]],
      ["date", [3]],
    ]);
  });

  it("leaves out an unknown column with a warning that names the nearest one", () => {
    const header = read("date,time,channels,text,campain,notes");

    expect(header.ok).toBe(true);
    expect(problemsOf("date,time,channels,text,campain,notes")).toEqual([
      expect.objectContaining({
        line: 1,
        column: "campain",
        severity: "warning",
        remedy: expect.stringContaining("“campaign”"),
      }),
      expect.objectContaining({ column: "notes", severity: "warning" }),
    ]);
  });

  it.each(["date", "text"])("refuses a file without the column %s", (column) => {
    const others = COLUMNS.filter((each) => each !== column).join(",");

    expect(read(others).ok).toBe(false);
    expect(problemsOf(others)).toEqual([expect.objectContaining({ column, severity: "error" })]);
  });

  it("proposes to rename the column that was probably meant", () => {
    expect(problemsOf("date,time,channels,texxt")[0]?.remedy).toBe("Rename the column “texxt” to “text”.");
  });

  it("refuses a column that stands there twice, because nobody knows which one counts", () => {
    expect(problemsOf("date,time,channels,text,text")[0]?.problem).toContain("“text” twice");
  });

  it("reads an earlier result without what it added, its second column link included", () => {
    const header = read(`${COLUMNS.join(",")},status,problem,remedy,link`);

    expect(header.ok && header.cells).toEqual(COLUMNS);
    expect(header.ok && header.warnings).toEqual([]);
  });

  it("ignores empty columns at the end", () => {
    const header = read("date,time,channels,text,,");

    expect(header.ok && header.cells).toEqual(["date", "time", "channels", "text"]);
  });
});
