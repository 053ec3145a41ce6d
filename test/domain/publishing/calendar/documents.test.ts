import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { columnNamed } from "#lib/domain/publishing/calendar/column-names.ts";
import { COLUMNS } from "#lib/domain/publishing/calendar/columns.ts";
import { type Language, MESSAGES, WORDS } from "#lib/domain/publishing/calendar/messages/say.ts";

const documentOf = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");

/** A message as a table shows it: `…` stands for what is filled in. */
const cell = (text: string) => text.replace(/\{\w+\}/g, "…").replaceAll("|", "\\|");

describe.each<[string, Language]>([
  ["calendar-format.md", "en"],
  ["format-du-calendrier.md", "fr"],
])("docs/%s", (name, language) => {
  const document = documentOf(name);

  it("lists every problem with its remedy, and no other", () => {
    const wanted = Object.values(MESSAGES[language]).map(({ problem, remedy }) => [cell(problem), cell(remedy)]);

    const table = document.slice(document.indexOf("<!-- problems -->"), document.indexOf("<!-- end -->"));
    const rows = table.split("\n").filter((row) => row.startsWith("|"));
    const cells = rows.map((row) => row.split(/(?<!\\)\|/).map((each) => each.trim()));
    expect(cells.slice(2).map(([, problem, remedy]) => [problem, remedy])).toEqual(wanted);
  });

  it("describes every column", () => {
    const rows = document.split("\n").filter((row) => row.startsWith("| `"));
    const described = rows.flatMap((row) => columnNamed(/^\| `([^`]+)`/.exec(row)?.[1] ?? "") ?? []);

    expect(described).toEqual(expect.arrayContaining([...COLUMNS]));
  });

  it("explains every status", () => {
    const { planned, partlyPlanned, unchanged, changed, alreadyPublished, rejected } = WORDS[language];
    const { plannedElsewhere, notPublished, cancelled, notCancelled } = WORDS[language];
    const ofRows = [
      planned,
      partlyPlanned,
      unchanged,
      changed,
      alreadyPublished,
      plannedElsewhere,
      notPublished,
      rejected,
    ];

    for (const status of [...ofRows, cancelled, notCancelled]) {
      expect(document).toContain(`| \`${status}\``);
    }
  });
});
