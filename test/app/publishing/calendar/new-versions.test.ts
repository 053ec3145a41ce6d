import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import { isAlive } from "#lib/domain/publishing/twins.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { UPLOADED_AT } from "#test/support/calendars.ts";

const LATER = new Date(UPLOADED_AT.getTime() + 60_000);

/** A row of its day, at nine. */
const row = (id: string, day: number, text = `Post ${day}`, channels = "facebook") =>
  `${id},2026-12-${String(day).padStart(2, "0")},09:00,${channels},${text}`;
const file = (...rows: readonly string[]) => ["id,date,time,channels,text", ...rows, ""].join("\n");

/** What is planned as `december`, and then `december v2` beside it. */
async function bothOf(older: readonly string[], newer: readonly string[], above = "") {
  const importer = anImporter();
  await importer.upload(file(...older), UPLOADED_AT, "december");
  const summary = await importer.upload(`${above}${file(...newer)}`, LATER, "december v2");
  return { importer, summary, report: importer.report("december v2") };
}

const days = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const named = (each: number) => row(`d${each}`, each);
const unnamed = (each: number) => row("", each);

describe("the next version of a calendar under another name", () => {
  it.each([
    ["with ids", named],
    ["without", unnamed],
  ])("plans nothing that is new in it, and says what to do: rows %s", async (_, asRow) => {
    const edited = asRow(4).replace("Post 4", "Corrected");
    const { importer, summary, report } = await bothOf(days(1, 6).map(asRow), [
      ...days(1, 6).map((each) => (each === 4 ? edited : asRow(each))),
      asRow(20),
    ]);

    expect(summary).toMatchObject({ rows: 7, added: 0, unchanged: 5, rejected: 2 });
    expect(importer.inState("planned")).toHaveLength(6);
    expect(report).toContain(`${edited},rejected,"the file looks like a new version of the calendar “december”`);
    expect(report).toContain("write #calendar: december above the header");
  });

  it("becomes one when it is uploaded again with the line that it is told of", async () => {
    const newer = file(...days(1, 5).map(named), row("d6", 6, "Corrected"), named(20));
    const { importer } = await bothOf(days(1, 6).map(named), []);
    await importer.upload(newer, LATER, "december v2");
    const summary = await importer.upload(`#calendar: december\n${newer}`, LATER, "december v2");

    expect(summary).toMatchObject({ added: 1, changed: 1, unchanged: 5, rejected: 0 });
    expect(importer.inState("planned")).toContain("Corrected on facebook");
    expect(importer.publications.all()).toHaveLength(7);
  });

  it("is planned when it says that it is a calendar of its own, but for rows that another one has", async () => {
    const newer = [...days(1, 4).map(unnamed), row("d5", 5, "Corrected"), row("", 5, "Another")];
    const older = [...days(1, 4).map(unnamed), named(5)];
    const { importer, report } = await bothOf(older, newer, "#calendar: sales\n");

    expect(importer.inState("planned")).toHaveLength(6);
    expect(report).toContain("Corrected,rejected,");
    expect(report).toContain("the calendar “december” has this row at this time with other content");
  });

  it("keeps back a row of another calendar wherever it stands, with what goes out below it", async () => {
    const header = "id,date,time,channels,text,first_comment";
    const importer = anImporter();
    await importer.upload(`${header}\n${named(1)},\n`, UPLOADED_AT, "december");
    const own = days(10, 20).map((each) => `${named(each)},`);
    const rows = [row("d1", 1, "Corrected", "facebook; x"), ...own].map((each, index) =>
      index ? each : `${each},Hello`,
    );
    await importer.upload([header, ...rows, ""].join("\n"), LATER, "sales");

    expect(importer.report("sales")).toContain('Hello,partly planned,"facebook/lumiere: the calendar “december”');
    expect(importer.inState("planned").filter((each) => /Corrected|Hello/.test(each))).toEqual([
      "Corrected on x",
      "Hello on x",
    ]);
  });

  it("never lets two posts out where its older version had one", async () => {
    const edit = fc.record({ isEdited: fc.boolean(), hasId: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 28 }), fc.nat({ max: 5 }), async (edits, added) => {
        // Without ids, at least half of the rows, and two, must still be what they were.
        const { length } = edits;
        const mayEdit = edits.every(({ hasId }) => hasId) ? length : Math.min(Math.floor(length / 2), length - 2);
        const isEdited = (index: number) => index < mayEdit && edits[index]?.isEdited;
        const idOf = (index: number) => (edits[index]?.hasId ? `d${index}` : "");
        const older = edits.map((_, index) => row(idOf(index), index + 1));
        const newer = edits.map((_, index) =>
          isEdited(index) ? row(idOf(index), index + 1, `Corrected ${index}`) : (older[index] ?? ""),
        );
        const extra = Array.from({ length: Math.min(added, edits.length) }, (_, index) =>
          row("", index + 1, "New", "x"),
        );
        const { importer } = await bothOf(older, [...newer, ...extra]);

        const planned = importer.publications.all().filter(isAlive);
        const onFacebook = planned.filter(({ network }) => network === "facebook");
        expect(new Set(onFacebook.map(({ dueAt }) => dueAt.getTime())).size).toBe(onFacebook.length);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the same calendar of rows that wait for a slot, under another name", () => {
  const slots = new Map([
    ["facebook/lumiere", [1, 2, 3, 4, 5].map((weekday) => ({ weekday, hour: 9, minute: 0, second: 0 }))],
  ]);
  const header = "id,date,channels,text";
  const rows = ["a,,facebook,One", ",,facebook,Two", "c,2026-12-01,facebook,Three", ",2026-12-02,facebook,Four"];

  async function again(newer: readonly string[]) {
    const importer = anImporter({ ...NO_SETTINGS, slots });
    await importer.upload([header, ...rows, ""].join("\n"), UPLOADED_AT, "december");
    const summary = await importer.upload([header, ...newer, ""].join("\n"), LATER, "december (1)");
    return { importer, summary };
  }

  it("goes out once", async () => {
    const { importer, summary } = await again(rows.toReversed());

    expect(summary).toMatchObject({ added: 0, unchanged: 4, rejected: 0 });
    expect(importer.inState("planned")).toHaveLength(4);
    expect(importer.report("december (1)").match(/already planned/g)).toHaveLength(4);
  });

  it("is kept back where it was edited", async () => {
    const edited = rows.map((each) => each.replace("Two", "2").replace("Three", "3"));
    const { importer, summary } = await again(edited);

    expect(summary).toMatchObject({ added: 0, unchanged: 2, rejected: 2 });
    expect(importer.inState("planned")).toHaveLength(4);
  });

  it("does not take another calendar's row for its own that only has the same id, and any slot will do", async () => {
    const { summary } = await again(["a,,facebook,Something else"]);

    expect(summary).toMatchObject({ added: 1, rejected: 0 });
  });
});

describe("two independent calendars", () => {
  it("do not hold each other back, although they share channels, times and a post", async () => {
    const post = fc.record({ day: fc.integer({ min: 1, max: 28 }), hasId: fc.boolean() });
    const rowsOf = (name: string, posts: readonly { readonly day: number; readonly hasId: boolean }[]) =>
      posts.map(({ day, hasId }, index) => row(hasId ? `${name}-${index}` : "", day, `${name} ${index}`));
    const posts = fc.array(post, { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(posts, posts, async (some, others) => {
        const common = row("", 24, "Merry Christmas");
        const theirs = rowsOf("sales", others);
        const { summary } = await bothOf([...rowsOf("shop", some), common], [...theirs, common]);

        expect(summary).toMatchObject({ rejected: 0, rows: theirs.length + 1 });
      }),
      { numRuns: 100 },
    );
  });

  it("are free to use the same ids in another month, and on another channel", async () => {
    const december = days(1, 10).map((each) => row(String(each), each));
    const january = december.map((each) => each.replace("2026-12", "2027-01"));
    const onX = december.map((each) => each.replace("facebook", "x").replace("Post", "Short"));

    expect((await bothOf(december, january)).summary).toMatchObject({ added: 10, rejected: 0 });
    expect((await bothOf(december, onX)).summary).toMatchObject({ added: 10, rejected: 0 });
  });
});
