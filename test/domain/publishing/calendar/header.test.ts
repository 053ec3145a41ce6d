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

  it("proposes French names in a French calendar", () => {
    const inFrench = { say: sayIn("fr"), networks: [] };
    const missing = readHeader(["date", "heure", "texxte"], 1, inFrench);
    const unknown = readHeader(["date", "texte", "étiquete"], 1, inFrench);

    expect(!missing.ok && missing.problems[0]?.remedy).toBe("Renommez la colonne « texxte » en « texte ».");
    expect(unknown.ok && unknown.warnings[0]?.remedy).toContain("« étiquettes »");
  });

  it("refuses a column that stands there twice, because nobody knows which one counts", () => {
    expect(problemsOf("date,time,channels,text,text")[0]?.problem).toContain("“text” twice");
  });

  it("reads an earlier result without what it added, its second column link included", () => {
    const header = read(`${COLUMNS.join(",")},status,problem,remedy,link`);

    expect(header.ok && header.cells).toEqual(COLUMNS);
    expect(header.ok && header.warnings).toEqual([]);
  });

  it.each([
    ["Date;Heure;Réseaux;Texte;Lien;Médias", "date time channels text link media"],
    ["DATE ;HEURE;canaux;LÉGENDE;Étiquettes;Premier commentaire", "date time channels text tags first_comment"],
    ["scheduled_at;Caption;media-url;Alt text(s)", "date text media alt_text"],
    ["postAtSpecificTime (yyyy-MM-dd HH:mm:ss);content;link (OGmetaUrl)", "date text link"],
    ["Date - Intl. format or prompt;Text;Link(s) - Separated by comma", "date text link"],
  ])("knows the columns of %s", (header, columns) => {
    const result = readHeader(header.split(";"), 1, { say: sayIn("en"), networks: [] });

    expect(result.ok && [...result.positions.keys()].join(" ")).toBe(columns);
  });

  it("reads the column with exactly our name where another one means the same, and says so", () => {
    const header = read("date,description,text");

    expect(header.ok && header.positions.get("text")).toEqual([2]);
    expect(header.ok && header.warnings).toEqual([
      expect.objectContaining({ column: "description", problem: expect.stringContaining("called “text”") }),
    ]);
  });

  it("puts the columns of one network aside", () => {
    const header = read("date,text,text_instagram,Alt text (Facebook),first_comment-instagram");

    expect(header.ok && header.variants).toEqual([
      { column: "text", network: "instagram", position: 2 },
      { column: "alt_text", network: "facebook", position: 3 },
      { column: "first_comment", network: "instagram", position: 4 },
    ]);
  });

  it("says of a column for a network without a channel that it is left out", () => {
    expect(problemsOf("date,text,text_youtube")).toEqual([
      expect.objectContaining({
        column: "text_youtube",
        severity: "warning",
        problem: expect.stringContaining("youtube"),
      }),
    ]);
  });

  it("puts several columns of files together", () => {
    const header = read("date,text,imageUrls,videoUrls,gifUrl");

    expect(header.ok && header.positions.get("media")).toEqual([2, 3, 4]);
  });

  it("refuses two other names for one column, because nobody knows which one counts", () => {
    expect(problemsOf("date,caption,message")[0]?.problem).toContain("“caption” and “message” both mean “text”");
  });

  it("ignores empty columns at the end", () => {
    const header = read("date,time,channels,text,,");

    expect(header.ok && header.cells).toEqual(["date", "time", "channels", "text"]);
  });
});
