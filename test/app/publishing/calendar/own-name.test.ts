import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { underOwnName } from "#lib/app/publishing/calendar/own-name.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { aCalendar, CHANNELS, everyMedia, findNetwork, UPLOADED_AT } from "#test/support/calendars.ts";

const row = (id: string, text = id) => `${id},2026-12-01,09:00,facebook,${text}`;
const file = (...rows: readonly string[]) => ["id,date,time,channels,text", ...rows, ""].join("\n");
const LATER = new Date(UPLOADED_AT.getTime() + 60_000);

async function nameOf(content: string | Uint8Array): Promise<string> {
  return (await underOwnName(aCalendar(content, { name: "may v2" }))).name;
}

describe("a file that says of which calendar it is", () => {
  it("changes and cancels what that calendar has planned, whatever the file is called", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b"), row("c")), UPLOADED_AT, "may");
    const summary = await importer.upload(`#calendar: may\n${file(row("a", "A"), row("b"))}`, LATER, "may v2");

    expect(summary).toMatchObject({ calendar: "may", added: 0, changed: 1, unchanged: 1, cancelled: 1 });
    expect(importer.inState("planned")).toEqual(["A on facebook", "b on facebook"]);
    expect(importer.report("may v2")).toContain(",changed,");
  });

  it("is compared with that calendar when it is checked", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")), UPLOADED_AT, "may");
    const { planner, manifests, records } = importer.services;
    const asked: string[] = [];
    const present = {
      planner,
      async *earlier(calendar: string) {
        asked.push(calendar);
        const { runs } = (await records.read(calendar)).record;
        for (const { runId } of runs) {
          yield { entries: await manifests.readPart({ calendar, runId, part: 1 }), isSettled: true };
        }
      },
    };
    const services = { channels: CHANNELS, media: everyMedia, findNetwork, defaultTimeZone: "UTC", present };
    const report = await checkCalendar(aCalendar(`#calendrier: may\n${file(row("a", "A"))}`, { name: "v2" }), services);

    expect(report).toMatchObject({ changed: 1, added: 0, cancelled: 1 });
    expect(asked).toEqual(["may"]);
  });

  it.each<[string, string | Uint8Array]>([
    ["among other lines", "#dates: dd/mm\r\n#calendar: été\r\nid,date,text\r\n"],
    ["behind Excel's separator", "\uFEFFsep=;\n#calendar: été;;\nid;date;text\n"],
    ["in Windows-1252", Buffer.from("#calendar: \xe9t\xe9\nid,date,text\n", "latin1")],
    ["in UTF-16", Buffer.from("\uFEFF#calendar: été\nid,date,text\n", "utf16le")],
    ["said twice, the second time", "#calendar: no\n#calendar: été\nid,date,text\n"],
  ])("is found by it %s", async (_, content) => {
    expect(await nameOf(content)).toBe("été");
  });

  it.each<[string, string | Uint8Array]>([
    ["nothing is said", "id,date,text\n"],
    ["it is said below the header", "id,date,text\n#calendar: no,,\n"],
    ["the file is empty", ""],
    ["the file is no text", Uint8Array.from({ length: 300 }, (__, index) => index % 256)],
  ])("has the name of its file when %s", async (_, content) => {
    expect(await nameOf(content)).toBe("may v2");
  });
});
