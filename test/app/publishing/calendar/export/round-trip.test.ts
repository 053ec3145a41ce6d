import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "#lib/app/publishing/calendar/csv-line.ts";
import { csvExport } from "#lib/app/publishing/calendar/export/csv-export.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import { exportedRows } from "#lib/domain/publishing/calendar/written/exported-rows.ts";
import { networks } from "#lib/networks/registry.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { CHANNELS } from "#test/support/calendars.ts";

const COLUMNS = [
  ...["id", "date", "time", "timezone", "if_late", "approval", "channels", "text", "text_x", "title", "title_facebook"],
  ...[
    "link",
    "media",
    "alt_text",
    "first_comment",
    "campaign",
    "tags",
    "objective",
    "post_type",
    "privacy",
    "disclosure",
    "utm",
  ],
];

const word = fc.constantFrom(
  "Bonjour",
  "œuf 🥐",
  "=1+1",
  "@acme",
  "l'été; oui",
  'a "quote"',
  "two\nlines",
  "- x | y",
  "'hm",
);
const maybe = (arbitrary: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), arbitrary);
const link = fc.constantFrom(
  "https://a.example",
  "https://a.example/p?q=1",
  "https://a.example/?utm_source=mail#top",
  "https://a.example/?utm_medium=social&utm_source=x",
  "https://a.example/?",
);

/** A row in which anything may be filled in. */
const row = fc
  .record({
    time: fc.integer({ min: 0, max: 1439 }),
    zone: fc.constantFrom("", "UTC", "Europe/Paris", "America/New_York"),
    late: fc.constantFrom("", "skip", "ask", "45 min", "1 d"),
    approval: fc.constantFrom("", "required"),
    channels: fc.constantFrom("facebook", "x", "facebook; x", "facebook; instagram; x"),
    text: word,
    ownText: maybe(word),
    title: maybe(word),
    ownTitle: maybe(word),
    link: maybe(link),
    isLinkInText: fc.boolean(),
    altText: maybe(fc.constantFrom("a photo", "une photo ; belle")),
    comment: maybe(word),
    campaign: maybe(fc.constantFrom("noël", "été & co")),
    tags: maybe(fc.constantFrom("a; b", "pain")),
    objective: fc.constantFrom("", "sales"),
    type: fc.constantFrom("", "story", "post"),
    privacy: fc.constantFrom("", "public", "unlisted"),
    disclosure: fc.constantFrom("", "ai", "ai; paid partnership"),
    utm: fc.constantFrom("", "no"),
  })
  .map((cells) => {
    const clock = `${String(Math.floor(cells.time / 60)).padStart(2, "0")}:${String(cells.time % 60).padStart(2, "0")}`;
    const text = cells.isLinkInText && cells.link !== "" ? `${cells.text} ${cells.link} !` : cells.text;
    return [
      ...["2026-11-24", clock, cells.zone, cells.late, cells.approval, cells.channels, text, cells.ownText],
      ...[cells.title, cells.ownTitle, cells.link, "a.jpg", cells.altText, cells.comment, cells.campaign, cells.tags],
      ...[cells.objective, cells.type, cells.privacy, cells.disclosure, cells.utm],
    ];
  });

/** The time zone of X's channel: where a row names none, its channels have it at different instants. */
const ofX = fc.constantFrom(undefined, "Asia/Tokyo");

describe("an exported calendar", () => {
  it("is unchanged when it is uploaded again, whatever its rows say", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("UTC", "Europe/Paris"),
        ofX,
        check,
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  async function check(rows: readonly (readonly string[])[], timeZone: string, ofX: string | undefined): Promise<void> {
    const importer = anImporter();
    const channels = CHANNELS.map((each) => (each.network === "x" ? { ...each, timeZone: ofX } : each));
    importer.services.channels = { list: async () => channels };
    const csv = [COLUMNS, ...rows.map((cells, index) => [`r-${index}`, ...cells])].map(csvLine).join("");
    const first = await importer.upload(csv);
    const planned = importer.publications.all().length;
    const { writeCount } = importer.publications;

    const exported = exportedRows(importer.publications.all());
    const again = await importer.upload(csvExport(exported, { timeZone, isPart: false }));

    expect(first).toMatchObject({ added: rows.length, rejected: 0 });
    expect(again).toMatchObject({ added: 0, changed: 0, cancelled: 0, rejected: 0, unchanged: exported.length });
    expect(importer.publications.all()).toHaveLength(planned);
    expect(importer.publications.writeCount).toBe(writeCount);
  }

  it("has a part of a row for each channel, where each has a slot of its own, and still is that row", async () => {
    const clock = { minute: 0, second: 0 };
    const slotsAt = (hour: number) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ ...clock, weekday, hour }));
    const slots = new Map([
      ["facebook/lumiere", slotsAt(9)],
      ["x/lumiere", slotsAt(18)],
    ]);
    const importer = anImporter({ ...NO_SETTINGS, slots });
    const original = "id,date,channels,text\nlaunch,2026-12-01,facebook; x,Bonjour\n,,x; facebook,Salut\n";
    await importer.upload(original);
    const { writeCount } = importer.publications;

    const exported = csvExport(exportedRows(importer.publications.all()), { timeZone: "UTC", isPart: false });
    const again = await importer.upload(exported);
    const back = await importer.upload(original);

    expect(exported).toContain("launch@facebook/lumiere,2026-12-01,09:00,UTC,");
    expect(exported).toContain("launch@x/lumiere,2026-12-01,18:00,UTC,");
    expect(again).toMatchObject({ added: 0, changed: 0, cancelled: 0, rejected: 0, unchanged: 4 });
    expect(back).toMatchObject({ added: 0, changed: 0, cancelled: 0, rejected: 0, unchanged: 2 });
    expect(importer.publications.writeCount).toBe(writeCount);
  });

  it("remembers what is to be done with an image that is yet to come", async () => {
    const importer = anImporter();
    importer.services.findNetwork = (name) => networks.find((each) => each.name === name);
    await importer.upload(
      "id,date,time,channels,text,media,image_fit\na,2026-12-01,09:00,instagram; facebook,Bonjour,late.png,crop\n",
    );

    const exported = csvExport(exportedRows(importer.publications.all()), { timeZone: "UTC", isPart: false });

    expect(exported).toContain(",late.png,,crop,");
    expect(await importer.upload(exported)).toMatchObject({ unchanged: 1, changed: 0 });
  });

  it("changes the row when a part of it is changed, and keeps it when a part is refused", async () => {
    const importer = anImporter();
    const header = "id,date,time,channels,text";
    await importer.upload(`${header}\nlaunch,2026-12-01,09:00,facebook; x,Bonjour\n`);
    const parts = (facebook: string, x: string) =>
      [header, `launch@facebook/lumiere,${facebook}`, `launch@x/lumiere,${x}`, ""].join("\n");

    expect(
      await importer.upload(parts("2026-12-01,09:00,facebook,Bonsoir", "2026-12-01,25:00,x,Bonjour")),
    ).toMatchObject({ changed: 1, rejected: 1, added: 0, cancelled: 0 });
    expect(importer.inState("planned")).toEqual(["Bonjour on x", "Bonsoir on facebook"]);
  });

  it.each([
    ["behind it", ["launch", "launch@x/lumiere"]],
    ["before it", ["launch@x/lumiere", "launch"]],
  ])("is refused with a part of a row and the whole of it: %s", async (_, ids) => {
    const importer = anImporter();
    const rows = ids.map((id) => `${id},2026-12-01,09:00,x,${id}`);
    const summary = await importer.upload(["id,date,time,channels,text", ...rows, ""].join("\n"));

    expect(summary).toMatchObject({ added: 1, rejected: 1 });
    expect(importer.report()).toContain("is already used in line 2");
  });

  it("goes out once when it is uploaded under another name", async () => {
    const importer = anImporter();
    const header = "date,time,channels,text,link";
    await importer.upload(`${header}\n2026-12-01,09:00,facebook; x,Buy https://a.example,https://a.example\n`);

    const exported = csvExport(exportedRows(importer.publications.all()), { timeZone: "UTC", isPart: false });
    const summary = await importer.upload(exported, undefined, "export");

    expect(summary).toMatchObject({ added: 0, unchanged: 1 });
    expect(importer.publications.all()).toHaveLength(2);
  });

  it("does not cancel the rest of its calendar when it is only a part", async () => {
    const importer = anImporter();
    const row = (day: number) => `${day},2026-12-${day},09:00,facebook,Day ${day}`;
    const days = Array.from({ length: 12 }, (_, index) => row(index + 10));
    await importer.upload(["id,date,time,channels,text", ...days, ""].join("\n"));

    const part = exportedRows(importer.publications.all()).slice(0, 11);
    const summary = await importer.upload(csvExport(part, { timeZone: "UTC", isPart: true }));

    expect(summary).toMatchObject({ unchanged: 11, cancelled: 0 });
    expect(importer.inState("planned")).toHaveLength(12);
  });
});
