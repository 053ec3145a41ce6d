import { describe, expect, it } from "vitest";
import { decideApprovals } from "#lib/app/publishing/approve-publications.ts";
import type { ChannelSlot } from "#lib/app/publishing/calendar/slots/ports.ts";
import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import { CalendarImported } from "#lib/domain/publishing/calendar/events.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import type { PublicationState } from "#lib/domain/publishing/publication.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { aCalendar, inPieces, sampleCalendar } from "#test/support/calendars.ts";

const KEY = "calendars/december.csv";
const HEADER = "id,date,time,channels,text,media";

describe("importCalendar", () => {
  it("plans the good rows and tells of the bad ones, each in its own line of the result", async () => {
    const importer = anImporter();
    const summary = await importer.upload(
      `${HEADER}\nr-1,2026-12-01,09:00,facebook; x,"Bonjour, Lyon",a.jpg\nr-2,2026-02-30,09:00,facebook,Bugnes,\n`,
    );

    expect(summary).toEqual({
      outcome: "imported",
      calendar: "december",
      rows: 2,
      imported: 1,
      rejected: 1,
      warnings: 0,
      added: 1,
      changed: 0,
      unchanged: 0,
      cancelled: 0,
    });
    expect(importer.publications.writeCount).toBe(2);
    expect(importer.report()).toBe(
      [
        `\uFEFF${HEADER},status,problem,remedy,link`,
        'r-1,2026-12-01,09:00,facebook; x,"Bonjour, Lyon",a.jpg,planned,,,',
        "r-2,2026-02-30,09:00,facebook,Bugnes,,rejected,date: 2026-02-30 does not exist: that month has 28 days,The last day of that month is 2026-02-28.,",
        "",
      ].join("\r\n"),
    );
  });

  it("announces the import with its first problems and without texts", async () => {
    const importer = anImporter();
    await importer.upload(await sampleCalendar("bad-rows.csv"));

    const [event] = importer.events;
    const detail = CalendarImported.parse(event?.detail);
    expect(event?.type).toBe("CalendarImported");
    expect(detail).toMatchObject({
      calendar: "december",
      key: KEY,
      rows: 18,
      reportKey: "reports/december.result.csv",
    });
    expect(detail.imported + detail.rejected).toBe(18);
    expect(detail.problems).toHaveLength(20);
    expect(detail.problems[0]).toMatchObject({ line: 3, column: "date", severity: "error" });
    expect(JSON.stringify(detail)).not.toContain("A file in the wrong case");
  });

  it("changes nothing when the same upload is delivered twice", async () => {
    const importer = anImporter();
    const calendar = await sampleCalendar("sample.csv");
    const first = await importer.upload(calendar);
    const imported = "imported" in first ? first.imported : 0;
    expect(first).toMatchObject({ added: imported, unchanged: 0 });
    const allUnchanged = { added: 0, unchanged: imported };
    const { writeCount } = importer.publications;

    expect(await importer.again()).toEqual({ ...first, ...allUnchanged });
    expect(importer.publications.writeCount).toBe(writeCount);
    expect(importer.report()).toContain(",unchanged,");
    expect(importer.report()).not.toContain(",planned,");
  });

  it("knows a row without an id again, and one more channel adds only that one", async () => {
    const importer = anImporter();
    await importer.upload("date,time,channels,text\n2026-12-01,09:00,facebook,Bonjour\n");
    await importer.upload("text,channels,date,time\nBonjour,facebook; x,2026-12-01,09:00\n");

    expect(importer.publications.writeCount).toBe(2);
  });

  it("reads its own result as the calendar that it came from, formulas and all", async () => {
    const importer = anImporter();
    await importer.upload(`${HEADER},link\nr-1,2026-12-01,09:00,facebook,"=1+1 reasons, @acme",,https://example.com\n`);
    const report = importer.report();
    expect(report).toContain(`"'=1+1 reasons, @acme"`);

    await importer.upload(report);

    expect(importer.publications.writeCount).toBe(1);
    expect(importer.report()).toBe(report.replace(",planned,", ",unchanged,"));
  });

  it("says that a row waits for an approval until it has it, and again after a change", async () => {
    const importer = anImporter();
    const row = (text: string) =>
      `#approval: required\nid,date,time,channels,text\nr-1,2026-12-01,09:00,facebook,${text}\n`;
    const waits = () => importer.report().includes("it goes out only if somebody approves it before");
    await importer.upload(row("Bonjour"));
    expect(waits()).toBe(true);

    const { publications, services } = importer;
    await decideApprovals(
      publications.all(),
      { by: "Anna" },
      { ...services, publications, publishQueue: { send: async () => {} } },
    );
    await importer.upload(row("Bonjour"));
    expect([waits(), importer.report().includes(",unchanged,")]).toEqual([false, true]);

    await importer.upload(row("Bonsoir"));
    expect([waits(), publications.all().map(isAwaitingApproval)]).toEqual([true, [true]]);
  });

  it("gives a row without a time a slot once, and changes nothing when the file comes again", async () => {
    const slots = new Map([["facebook/lumiere", [{ weekday: 1, hour: 9, minute: 20, second: 0 }]]]);
    const importer = anImporter({ ...NO_SETTINGS, slots });
    const rows = "date,channels,text\n,facebook,A\n,facebook,B\n";
    await importer.upload(rows);
    const { writeCount } = importer.publications;
    expect(importer.report()).toContain("it goes out in the slot 2026-10-12 09:20 (UTC) of the channel");

    const longer = "date,channels,text\n,facebook,New\n,facebook,B\n,facebook,A\n";
    await importer.upload(longer, new Date("2026-10-02"));

    expect(importer.publications.writeCount).toBe(writeCount + 1);
    expect(importer.report()).toMatch(
      /,New,planned,.*2026-10-19 09:20.*,B,unchanged,.*2026-10-12 09:20.*,A,unchanged,/s,
    );
  });

  it("gives two calendars that are imported at the same moment two slots, and a repeated import the same one", async () => {
    const slots = new Map([["facebook/lumiere", [{ weekday: 1, hour: 9, minute: 20, second: 0 }]]]);
    const importer = anImporter({ ...NO_SETTINGS, slots });
    const holders = new Map<string, string>();
    const claimed: string[] = [];
    Object.assign(importer.services, {
      // The index is behind: neither import sees what the other has planned.
      planned: { holders: async () => [], dueAt: async () => new Map() },
      slotClaims: {
        claim: async ({ instant }: ChannelSlot, publicationId: string) => {
          const holder = holders.get(instant.toISOString()) ?? publicationId;
          holders.set(instant.toISOString(), holder);
          claimed.push(`${instant.toISOString().slice(0, 10)} ${holder === publicationId}`);
          return holder === publicationId;
        },
      },
    });
    const file = (word: string) =>
      `date,time,channels,text\n,,facebook,${word}\n2026-12-24,10:00,facebook,${word} too\n`;
    await importer.upload(file("A"), undefined, "shop");
    await importer.upload(file("B"), undefined, "sales");
    await importer.upload(file("A"), undefined, "shop");

    const dues = importer.publications
      .all()
      .map(({ draft, dueAt }) => `${draft.text} ${dueAt.toISOString().slice(0, 10)}`);
    expect(dues.filter((due) => !due.includes("too"))).toEqual(["A 2026-10-05", "B 2026-10-12"]);
    // One write for a row that waits for a slot, and none for others.
    expect(claimed).toEqual(["2026-10-05 true", "2026-10-05 false", "2026-10-12 true", "2026-10-05 true"]);
  });

  it("does not publish ten old posts at once when a repeating row is written or changed late", async () => {
    const importer = anImporter();
    const header = "id,date,time,repeat,channels,text\n";
    const late = new Date("2026-12-03T12:00:00Z");
    await importer.upload(`${header}tip,2026-11-23,09:00,daily 20 times,facebook,Tip\n`, late);

    const { publications } = importer;
    const dues = () => publications.all().map(({ dueAt }) => dueAt.toISOString());
    expect(publications.writeCount).toBe(9);
    expect(dues().toSorted()[0]).toBe("2026-12-04T09:00:00.000Z");
    expect(importer.report()).toContain(',planned,"Note: repeat: the row repeats: 20 posts,');

    await importer.upload(`${header}tip,2026-11-23,08:00,daily 20 times,facebook,Tip of the day\n`, late);
    expect(dues().filter((due) => due < late.toISOString())).toEqual([]);
  });

  it("moves all posts of a repeating row when its time changes, however few rows its calendar has", async () => {
    const importer = anImporter();
    const row = (time: string) =>
      `id,date,time,repeat,channels,text\ntip,2026-12-01,${time},daily 20 times,facebook,Tip\n`;
    await importer.upload(row("09:00"));
    await importer.upload(row("08:00"));

    const hours = (state: PublicationState) =>
      importer.publications
        .all()
        .flatMap((each) => (each.state === state ? [each.dueAt.toISOString().slice(11, 16)] : []));
    expect(hours("cancelled")).toEqual(Array.from({ length: 20 }, () => "09:00"));
    expect(hours("planned")).toEqual(Array.from({ length: 20 }, () => "08:00"));
  });

  it("keeps what is planned of a repeating row that is refused now", async () => {
    const importer = anImporter();
    const row = (repeat: string) => `id,date,time,repeat,channels,text\ntip,2026-12-01,09:00,${repeat},facebook,Tip\n`;
    await importer.upload(row("daily 3 times"));
    await importer.upload(row("now and then"));

    expect(importer.report()).toContain(",rejected,");
    expect(importer.inState("planned")).toHaveLength(3);
  });

  it("knows the posts of a repeating row again, those that are over included", async () => {
    const importer = anImporter();
    const file = "id,date,time,repeat,channels,text\ntip,2026-12-01,09:00,daily 5 times,facebook,Tip\n";
    await importer.upload(file);
    await importer.upload(file, new Date("2026-12-03T12:00:00Z"));

    expect(importer.publications.writeCount).toBe(5);
    expect(importer.report()).toContain(',unchanged,"Note: repeat:');
  });

  it("refuses a repeating row all of which is over", async () => {
    const importer = anImporter();
    const file = "id,date,time,repeat,channels,text\ntip,2026-12-01,09:00,daily 5 times,facebook,Tip\n";
    await importer.upload(file, new Date("2027-01-01T12:00:00Z"));

    expect(importer.publications.writeCount).toBe(0);
    expect(importer.report()).toContain("was already over when the file was uploaded");
  });

  it("tells which channel of a row is left out", async () => {
    const importer = anImporter();
    await importer.upload(`${HEADER}\nr-1,2026-12-01,09:00,facebook; instagram; x,${"a".repeat(281)},a.jpg\n`);

    expect(importer.publications.writeCount).toBe(2);
    expect(importer.report()).toContain(',partly planned,"x/lumiere, text: too long",shorten it,');
  });

  it("tells a warning about the header in the first row", async () => {
    const importer = anImporter();
    const summary = await importer.upload(await sampleCalendar("unknown-column.csv"));

    expect(summary).toMatchObject({ imported: 1, warnings: 2 });
    expect(importer.report()).toContain("ask Anna,,planned,Note: notes: the column “notes” is not known");
  });

  it("refuses a row of the past, unless it was planned before it was over", async () => {
    const importer = anImporter();
    const row = "r-1,2026-12-01,09:00,facebook,Bonjour,\n";
    await importer.upload(`${HEADER}\n${row}`);

    const later = new Date("2026-12-01T12:00:00Z");
    await importer.upload(`${HEADER}\n${row}r-2,2026-12-01,10:00,facebook,Trop tard,\n`, later);

    expect(importer.publications.writeCount).toBe(1);
    const [, first = "", second = ""] = importer.report().split("\r\n");
    expect(first).toContain(",unchanged,");
    expect(second).toContain(",rejected,date: 2026-12-01 10:00 was already over");
  });

  it("does not add a channel to a row of the past", async () => {
    const importer = anImporter();
    await importer.upload(`${HEADER}\nr-1,2026-12-01,09:00,facebook,Bonjour,\n`);
    await importer.upload(`${HEADER}\nr-1,2026-12-01,09:00,facebook; x,Bonjour,\n`, new Date("2026-12-01T12:00:00Z"));

    expect(importer.publications.writeCount).toBe(1);
    expect(importer.report()).toContain(",partly planned,");
  });

  it("sends on its way what falls due before the next tick", async () => {
    const importer = anImporter();
    await importer.upload(`${HEADER}\nr-1,2026-10-01,00:01,facebook,Now,\nr-2,2026-12-01,09:00,facebook,Later,\n`);

    expect(importer.sent.flatMap(({ job }) => job.publications)).toHaveLength(1);
  });

  it("writes a result for a file that cannot be read at all", async () => {
    const importer = anImporter();
    const summary = await importer.upload(Buffer.from("PK\u0003\u0004 and so on"));

    expect(summary).toMatchObject({ outcome: "refused", rows: 0, imported: 0 });
    expect(importer.report()).toMatch(/^\uFEFFstatus,problem,remedy,link\r\nrejected,"line 1: the file is a workbook/);
    expect(CalendarImported.parse(importer.events[0]?.detail)).toMatchObject({ refused: true, rows: 0 });
  });

  it("writes the result as the calendar is written: separator, encoding, hints, names and language", async () => {
    const importer = anImporter();
    await importer.upload(await sampleCalendar("excel-francais.csv"));

    const [hint, header, first = ""] = importer.report().split("\r\n");
    expect(importer.encodings).toEqual(["windows-1252"]);
    expect(hint).toBe("#fuseau: Europe/Paris;;;;;;");
    expect(header).toBe("Date;Heure;Réseaux;Texte;Texte (X);Lien;Médias;status;problem;remedy;link");
    expect(first).toContain("– 32 € – avant midi : « cœur de Noël »;Bûches : derniers jours !;");
    expect(first).toMatch(/;planifié;;;$/);
    expect(importer.report()).toContain("planifié;Note : Médias: le fichier « buche-nuit.jpg » n'est pas encore");
  });

  it("knows the rows of its own result again, in the encoding of the calendar", async () => {
    const importer = anImporter();
    const { length } = await sampleCalendar("excel-francais.csv");
    await importer.upload(await sampleCalendar("excel-francais.csv"));
    const { writeCount } = importer.publications;

    await importer.upload(importer.reportBytes());

    expect(importer.reportBytes().length).toBeGreaterThan(length);
    expect(importer.publications.writeCount).toBe(writeCount);
    expect(importer.report()).toContain(";inchangé;");
  });

  it("gives a calendar without a header one in its result, which is read as the same rows", async () => {
    const importer = anImporter();
    const upload = await sampleCalendar("hootsuite.csv");
    await importer.upload(Buffer.concat([Buffer.from("#channel: facebook\n"), upload]));
    const { writeCount } = importer.publications;

    await importer.upload(importer.reportBytes());

    expect(importer.report()).toMatch(/^\uFEFF#channel: facebook\r\ndate,text,link,status,problem,remedy,link\r\n/);
    expect([writeCount, importer.publications.writeCount]).toEqual([2, 2]);
  });

  it("is done with a file that was deleted before its turn", async () => {
    const importer = anImporter();

    expect(await importer.again()).toEqual({ outcome: "absent" });
    expect(importer.events).toEqual([]);
    expect(importer.calendars.reports.size).toBe(0);
  });

  it("plans 5,000 rows and asks once for a file that all of them name", async () => {
    const importer = anImporter();
    const rows = Array.from({ length: 5_000 }, (_, index) => `r-${index},2026-12-01,09:00,facebook,Bonjour,a.jpg`);
    const bytes = Buffer.from([HEADER, ...rows].join("\n"));
    importer.calendars.files.set(KEY, aCalendar("", { open: async () => inPieces(bytes, 65_536) }));

    expect(await importer.again()).toMatchObject({ rows: 5_000, imported: 5_000 });
    expect(importer.media.lookUpCount).toBe(1);
    expect(importer.report().split("\r\n")).toHaveLength(5_002);
  });
});
