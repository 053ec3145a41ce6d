import { describe, expect, it } from "vitest";
import { CalendarImported } from "#lib/domain/publishing/calendar/events.ts";
import { anImporter } from "#test/support/an-importer.ts";

const HEADER = "id,date,time,channels,text";
const GOOD = `${HEADER}\na,2026-12-01,09:00,facebook,A\n`;

describe("a file that cannot be read", () => {
  it.each<[string, string | Buffer, RegExp]>([
    ["empty", "", /the file is empty/],
    ["blank", "\n\n,,,\n", /the file is empty/],
    ["with nothing below its header", `${HEADER}\n`, /nothing below it/],
    ["a workbook", Buffer.from("PK\u0003\u0004…"), /is a workbook/],
    ["with NUL bytes", `${HEADER}\na,2026-12-01,09:00,facebook,A\0\n`, /NUL bytes/],
    ["half in another encoding", Buffer.concat([Buffer.from(`${HEADER}\né,`), Buffer.from([0xe9, 0x0a])]), /UTF-8/],
    ["with an open quote", `${HEADER}\na,2026-12-01,09:00,facebook,"A\n`, /nothing closes it/],
    ["with a stray quote", `${HEADER}\na,2026-12-01,09:00,facebook,"A"b\n`, /stands in the middle/],
    ["with an endless row", `${HEADER}\na,2026-12-01,09:00,facebook,${"A".repeat(200_000)}\n`, /longer than/],
    ["without a text", "id,date,time,channels\na,2026-12-01,09:00,facebook\n", /no column “text”/],
    ["with a column twice", "id,date,date,time,channels,text\na,b,c,d,e,f\n", /“date” twice/],
    ["with a hint that is wrong", `#dates: sometimes\n${GOOD}`, /not an order of day and month/],
  ])("gets a result that says why, and takes nothing back: %s", async (_, content, why) => {
    const importer = anImporter();
    await importer.upload(GOOD);

    const summary = await importer.upload(content);

    expect(summary).toMatchObject({ outcome: "refused", rows: 0 });
    expect(importer.report()).toMatch(/^\uFEFFstatus,problem,remedy,link\r\nrejected,"?line \d+: /);
    expect(importer.report()).toMatch(why);
    const { refused, problems } = CalendarImported.parse(importer.events.at(-1)?.detail);
    expect({ refused, isTold: problems[0]?.problem.search(why) !== -1 }).toEqual({ refused: true, isTold: true });
    expect(importer.inState("planned")).toEqual(["A on facebook"]);
    // And the next upload goes on as if it had not been there.
    expect(await importer.upload(GOOD)).toMatchObject({ outcome: "imported", unchanged: 1 });
  });
});
