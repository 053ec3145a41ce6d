import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import type { FileDefaults } from "#lib/app/publishing/calendar/file-rules.ts";
import { aCalendar, CHANNELS, everyMedia, findNetwork, sampleCalendar } from "#test/support/calendars.ts";

const TEXT = "L'œuvre à 32 € – « déjà » “vue”…";

const check = (content: string | Uint8Array, defaults: FileDefaults = {}) =>
  checkCalendar(aCalendar(content), {
    channels: CHANNELS,
    media: everyMedia,
    findNetwork,
    defaultTimeZone: "UTC",
    defaults,
  });

const simple = (delimiter: string, end = "\n") =>
  [
    ["date", "time", "channels", "text"],
    ["2026-12-24", "09:00", "facebook", TEXT],
  ]
    .map((cells) => cells.join(delimiter) + end)
    .join("");

const windows1252 = (text: string) => {
  const bytes: Record<string, number> = { œ: 0x9c, "€": 0x80, "–": 0x96, "“": 0x93, "”": 0x94, "…": 0x85 };
  return Uint8Array.from(text, (letter) => bytes[letter] ?? letter.charCodeAt(0));
};

const bigEndian = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

describe("the separator", () => {
  it.each([",", ";", "\t", "|"])("is found when it is %j, and the result file has the same", async (delimiter) => {
    expect(await check(simple(delimiter))).toMatchObject({ refused: false, imported: 1, posts: [{ text: TEXT }] });
  });

  it("is not mistaken for another one that a quoted text is full of", async () => {
    const report = await check('date;time;channels;text\n2026-12-24;09:00;x;"a, b, c, d, e, f|g|h"\n');

    expect(report.posts[0]?.text).toBe("a, b, c, d, e, f|g|h");
  });

  it("is taken from Excel's own line", async () => {
    expect(await check(`sep=|\r\n${simple("|", "\r\n")}`)).toMatchObject({ imported: 1, warnings: 0 });
  });
});

describe("the encoding", () => {
  it.each<[string, Uint8Array]>([
    ["UTF-8", Buffer.from(simple(","))],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${simple(",")}`)],
    ["UTF-16, little end first", Buffer.from(`\uFEFF${simple("\t")}`, "utf16le")],
    ["UTF-16, big end first", bigEndian(simple("\t"))],
    ["UTF-16 without a mark", Buffer.from(simple(";"), "utf16le")],
    ["Windows-1252", windows1252(simple(";"))],
  ])("keeps accents, the euro and typographic quotes of %s", async (_, bytes) => {
    expect((await check(bytes)).posts[0]?.text).toBe(TEXT);
  });

  it("finds Windows-1252 also when the first accent comes after a hundred thousand letters", async () => {
    const row = `2026-12-24,09:00,facebook,${"a".repeat(1000)}\n`;
    const rows = Array.from({ length: 150 }, (_, index) => `${index},${row}`).join("");
    const report = await check(windows1252(`id,date,time,channels,text\n${rows}z,2026-12-24,09:00,facebook,café\n`));

    expect(report).toMatchObject({ imported: 151, rejected: 0 });
    expect(report.posts.at(-1)?.text).toBe("café");
  });

  it("refuses a file that is UTF-8 and then is not: half of its accents would be damaged", async () => {
    const report = await check(Buffer.concat([Buffer.from(simple(",")), windows1252("2026-12-24,09:00,x,café\n")]));

    expect(report).toMatchObject({ refused: true, problems: [{ line: 3 }] });
  });
});

describe("a file of Excel in French", () => {
  it("is read with its accents, its day before its month, its hints and its texts for one network", async () => {
    const report = await check(await sampleCalendar("excel-francais.csv"));

    expect(report).toMatchObject({ rows: 2, imported: 2, problems: [] });
    expect(report.posts.map(({ dueAt, channels, text }) => [dueAt.toISOString(), channels, text])).toEqual([
      [
        "2026-12-24T08:00:00.000Z",
        ["facebook/lumiere"],
        "Précommandez vos bûches – 32 € – avant midi : « cœur de Noël »",
      ],
      ["2026-12-24T08:00:00.000Z", ["x/lumiere"], "Bûches : derniers jours !"],
      ["2026-12-05T16:30:00.000Z", ["facebook/lumiere"], 'L\'œuvre du maître : "la bûche"\net ses trois humeurs…'],
    ]);
  });

  it("hears of its problems in French", async () => {
    const report = await check("date;heure;canaux;texte\n31/02/2026;9h;facebook;Bonjour\n");

    expect(report.problems[0]).toMatchObject({ column: "date", problem: expect.stringContaining("n'existe pas") });
  });
});

describe("the templates", () => {
  it.each(["template.csv", "modele.csv"])("%s is a good calendar", async (name) => {
    expect(await check(await sampleCalendar(name))).toMatchObject({ rows: 2, imported: 2, problems: [] });
  });
});

describe("the order of day and month", () => {
  const dates = (...written: readonly string[]) =>
    `${written.map((date, index) => `${index},${date},09:00,facebook,Text`).join("\n")}\n`;
  const header = "id,date,time,channels,text\n";
  const days = (report: Awaited<ReturnType<typeof check>>) =>
    report.posts.map(({ dueAt }) => dueAt.toISOString().slice(0, 10));

  it("is that of the one date that can only be read in one way, wherever it stands", async () => {
    expect(days(await check(header + dates("05/12/2026", "24/12/2026")))).toEqual(["2026-12-05", "2026-12-24"]);
    expect(days(await check(header + dates("12/05/2026", "12/24/2026")))).toEqual(["2026-12-05", "2026-12-24"]);
  });

  it("is refused while nothing tells, and only where it matters", async () => {
    const report = await check(header + dates("05/12/2026", "2026-12-06"));

    expect(days(report)).toEqual(["2026-12-06"]);
    expect(report.problems).toEqual([
      expect.objectContaining({ line: 2, column: "date", remedy: expect.stringContaining("#dates: dd/mm") }),
    ]);
  });

  it("is refused when two lines contradict each other", async () => {
    const report = await check(header + dates("24/12/2026", "12/25/2026", "05/12/2026"));

    expect(report.imported).toBe(0);
    expect(report.problems[0]?.problem).toContain("line 2 has the day first and line 3 the month");
  });

  it("is what the file says above its header", async () => {
    expect(days(await check(`#dates: dd/mm\n${header}${dates("05/12/2026")}`))).toEqual(["2026-12-05"]);
    expect(days(await check(`#dates: mm/dd\n${header}${dates("12/05/2026")}`))).toEqual(["2026-12-05"]);
  });

  it("is day first in French, by the headers or by the importer's word", async () => {
    expect(days(await check(header + dates("05/12/2026"), { language: "fr" }))).toEqual(["2026-12-05"]);
    expect(days(await check("date;heure;canaux;texte\n05/12/2026;9h;x;Bonjour\n"))).toEqual(["2026-12-05"]);
  });
});

describe("lines above the header", () => {
  const row = "2026-12-24,09:00,Bonjour\n";

  it("may be remarks, and say the channels in the file's own separator", async () => {
    const report = await check(`# For Anna\n#channels: facebook, x\ndate,time,text\n${row}`);

    expect(report).toMatchObject({
      imported: 1,
      problems: [],
      posts: [{ line: 4, channels: ["facebook/lumiere", "x/lumiere"] }],
    });
  });

  it("are not mistaken for a header that begins with a number sign", async () => {
    expect(await check(`#,date,time,text\n1,${row}`, { channels: "x" })).toMatchObject({ imported: 1 });
  });

  it.each([
    ["#dates: yy/dd", "order of day and month"],
    ["#language: de", "not a language"],
  ])("refuse the file when they are wrong: %s", async (hint, problem) => {
    const report = await check(`${hint}\ndate,time,channels,text\n`);

    expect(report.problems).toEqual([expect.objectContaining({ line: 1, problem: expect.stringContaining(problem) })]);
  });

  it("do not change where a column is missing", async () => {
    const report = await check(`# For Anna\n\ndate,text,channels\n2026-12-24,Bonjour,x\n`);

    expect(report).toMatchObject({ refused: true, problems: [{ line: 3, column: "time" }] });
  });

  it("warn of a word that they do not know", async () => {
    const report = await check(`#colour: blue\ndate,time,text\n${row}`, { channels: "x" });

    expect(report).toMatchObject({ imported: 1, problems: [{ line: 1, severity: "warning" }] });
  });
});

describe("the time zone", () => {
  const csv = (zone: string, hint = "") =>
    `${hint}date,time,timezone,channels,text\n2026-12-24,12:00,${zone},facebook,Text\n`;
  const channels = CHANNELS.map((channel) => ({ ...channel, timeZone: "Asia/Tokyo" }));
  const hourOf = async (content: string, defaults: FileDefaults = {}) => {
    const services = { channels, media: everyMedia, findNetwork, defaultTimeZone: "UTC", defaults };
    const report = await checkCalendar(aCalendar(content), services);
    return report.posts[0]?.dueAt.getUTCHours();
  };

  it("is the row's, or else the file's, or else the importer's, or else the channel's", async () => {
    const hint = "#timezone: Europe/Paris,,,,\n";

    expect(await hourOf(csv("America/New_York", hint))).toBe(17);
    expect(await hourOf(csv("", hint), { timeZone: "America/New_York" })).toBe(11);
    expect(await hourOf(csv(""), { timeZone: "America/New_York" })).toBe(17);
    expect(await hourOf(csv(""))).toBe(3);
  });

  it("refuses the file when its own hint is none", async () => {
    expect(await check(csv("", "#timezone: Pariss\n"))).toMatchObject({ refused: true, problems: [{ line: 1 }] });
  });
});
