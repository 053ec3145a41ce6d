import { describe, expect, it } from "vitest";
import { checkCalendar } from "#lib/app/publishing/calendar/check-calendar.ts";
import { publicationIdOf } from "#lib/app/publishing/calendar/identity.ts";
import type { PlanServices } from "#lib/app/publishing/calendar/plan-calendar.ts";
import type { PlannedInstant } from "#lib/app/publishing/calendar/slots/ports.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import { type PostingSlots, readSlots } from "#lib/domain/publishing/calendar/slots/posting-slots.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { aCalendar, CHANNELS, everyMedia, findNetwork } from "#test/support/calendars.ts";

/** Thursday evening in Paris. */
const UPLOADED_AT = new Date("2026-12-03T19:00:00Z");

interface Installation {
  readonly slots?: Readonly<Record<string, string>>;
  /** Instants at which something is planned on Facebook. */
  readonly taken?: readonly string[];
  /** By publication. */
  readonly known?: ReadonlyMap<string, PlannedInstant>;
}

function check(
  csv: string,
  { slots = { "facebook/lumiere": "mon-fri 09:20,14:10; sat 10:00" }, taken = [], known }: Installation = {},
) {
  const asked: string[] = [];
  const services: PlanServices = {
    channels: CHANNELS.map((channel) => ({ ...channel, timeZone: "Europe/Paris" })),
    media: everyMedia,
    findNetwork,
    defaultTimeZone: "UTC",
    settings: {
      ...NO_SETTINGS,
      slots: new Map(Object.entries(slots).map(([channelId, text]) => [channelId, readSlots(text) as PostingSlots])),
    },
    planned: {
      async holders({ channelId, instant }) {
        asked.push(`${channelId} ${instant.toISOString()}`);
        const isTaken = channelId === "facebook/lumiere" && taken.includes(instant.toISOString());
        return isTaken ? [aPublication({ publicationId: "other", dueAt: instant })] : [];
      },
      dueAt: async (ids) => new Map([...(known ?? [])].filter(([id]) => ids.includes(id))),
    },
  };
  return checkCalendar(aCalendar(csv, { uploadedAt: UPLOADED_AT }), services).then((report) => ({
    ...report,
    asked,
    dues: report.posts.map(({ channels, dueAt }) => `${channels} ${dueAt.toISOString()}`),
    errors: report.problems.filter(({ severity }) => severity === "error"),
  }));
}

const HEADER = "id,date,time,channels,text";

describe("a row without a time", () => {
  it("gets the next free slot of its day, and says which", async () => {
    const { dues, problems } = await check(`${HEADER}\na,2026-12-24,,facebook,A\nb,2026-12-24,,facebook,B\n`);

    expect(dues).toEqual(["facebook/lumiere 2026-12-24T08:20:00.000Z", "facebook/lumiere 2026-12-24T13:10:00.000Z"]);
    expect(problems[0]).toMatchObject({
      line: 2,
      column: "time",
      channelId: "facebook/lumiere",
      severity: "warning",
      problem: "no time is written: it goes out in the slot 2026-12-24 09:20 (Europe/Paris) of the channel",
    });
  });

  it("proposes the next free slot when its day has none left", async () => {
    const rows = ["a", "b", "c"].map((id) => `${id},2026-12-25,,facebook,${id}`);
    const { dues, errors } = await check([HEADER, ...rows].join("\n"), { taken: ["2026-12-26T09:00:00.000Z"] });

    expect(dues).toHaveLength(2);
    expect(errors).toEqual([
      expect.objectContaining({
        line: 4,
        problem: "no posting slot of the channel is free on 2026-12-25",
        remedy: "Write 2026-12-28 09:20, which is the next free one, or any other time.",
      }),
    ]);
    const corrected = await check(`${HEADER}\nc,2026-12-28 09:20,,facebook,c\n`);
    expect([corrected.dues, corrected.errors]).toEqual([["facebook/lumiere 2026-12-28T08:20:00.000Z"], []]);
  });

  it("gets no slot of a day or an hour that is over", async () => {
    const { errors, dues } = await check(`${HEADER}\na,2026-12-03,,facebook,A\nb,,,facebook,B\n`);

    expect(errors.map(({ line, remedy }) => [line, remedy])).toEqual([
      [2, expect.stringContaining("2026-12-04 09:20")],
    ]);
    expect(dues).toEqual(["facebook/lumiere 2026-12-04T08:20:00.000Z"]);
  });

  it("keeps away from what is planned already, and from what earlier rows say", async () => {
    const csv = `${HEADER}\na,2026-12-04,14:10,facebook,A\nb,,,facebook,B\nc,,,facebook,C\n`;
    const { dues } = await check(csv, { taken: ["2026-12-04T08:20:00.000Z"] });

    expect(dues).toEqual([
      "facebook/lumiere 2026-12-04T13:10:00.000Z",
      "facebook/lumiere 2026-12-05T09:00:00.000Z",
      "facebook/lumiere 2026-12-07T08:20:00.000Z",
    ]);
  });

  it("may go out at another time on each of its channels", async () => {
    const slots = { "facebook/lumiere": "fri 09:20", "x/lumiere": "fri 12:00" };
    const { dues } = await check(`${HEADER}\na,,,facebook; x,A\n`, { slots });

    expect(dues).toEqual(["facebook/lumiere 2026-12-04T08:20:00.000Z", "x/lumiere 2026-12-04T11:00:00.000Z"]);
  });

  it("is told that its time is missing where its channel has no slots, and goes out on the others", async () => {
    const { dues, errors } = await check(`${HEADER}\na,2026-12-04,,facebook; x,A\nb,2026-12-04,,x,B\n`);

    expect(dues).toEqual(["facebook/lumiere 2026-12-04T08:20:00.000Z"]);
    expect(errors.map(({ line, channelId, problem }) => [line, channelId, problem])).toEqual([
      [2, "x/lumiere", "the time is empty"],
      [3, undefined, "the time is empty"],
    ]);
  });

  it("keeps the slot that it has, whatever else is uploaded before it in the file", async () => {
    const first = await check(`${HEADER}\na,,,facebook,A\n`);
    const [planned] = first.posts;
    if (!planned) throw new Error("nothing was planned");
    const known = new Map([
      [publicationIdOf("december", "a", "facebook/lumiere"), { dueAt: planned.dueAt, state: "planned" as const }],
    ]);

    const again = await check(`${HEADER}\nnew,,,facebook,New\na,,,facebook,A\n`, {
      known,
      taken: [planned.dueAt.toISOString()],
    });

    expect(again.posts.map(({ id, dueAt }) => [id, dueAt.toISOString()])).toEqual([
      ["new", "2026-12-04T13:10:00.000Z"],
      ["a", "2026-12-04T08:20:00.000Z"],
    ]);
  });

  it("moves to the day that it names now", async () => {
    const known = new Map([
      [
        publicationIdOf("december", "a", "facebook/lumiere"),
        { dueAt: new Date("2026-12-04T08:20:00Z"), state: "planned" as const },
      ],
    ]);
    const { dues } = await check(`${HEADER}\na,2026-12-24,,facebook,A\n`, { known });

    expect(dues).toEqual(["facebook/lumiere 2026-12-24T08:20:00.000Z"]);
  });

  it("gets a new slot when it was taken out of the calendar and its old one is over", async () => {
    const known = new Map([
      [
        publicationIdOf("december", "a", "facebook/lumiere"),
        { dueAt: new Date("2026-12-01T08:20:00Z"), state: "cancelled" as const },
      ],
    ]);
    const { dues, errors } = await check(`${HEADER}\na,,,facebook,A\n`, { known });

    expect([dues, errors]).toEqual([["facebook/lumiere 2026-12-04T08:20:00.000Z"], []]);
  });

  it("is another row than the same words on another day, and the same one whatever slot it gets", async () => {
    const csv = "date,channels,text\n,facebook,A\n2026-12-24,facebook,A\n2026-12-25,facebook,A\n";
    const ids = async (installation: Installation) => (await check(csv, installation)).posts.map(({ id }) => id);

    const free = await ids({});
    expect(new Set(free).size).toBe(3);
    expect(await ids({ taken: ["2026-12-04T08:20:00.000Z"] })).toEqual(free);
  });

  it("says so when a channel has no free slot within a year", async () => {
    const rows = Array.from({ length: 54 }, (_, index) => `r${index},,,facebook,${index}`);
    const { errors } = await check([HEADER, ...rows].join("\n"), { slots: { "facebook/lumiere": "sun 10:00" } });

    expect(errors.map(({ problem }) => problem)).toEqual(
      Array.from({ length: 2 }, () => "no posting slot of facebook/lumiere is free within a year"),
    );
  });

  it("asks about each slot once, however many rows wait", async () => {
    const rows = Array.from({ length: 150 }, (_, index) => `r${index},,,facebook,${index}`);
    const { asked, dues } = await check([HEADER, ...rows].join("\n"));

    expect([asked.length, new Set(asked).size, new Set(dues).size]).toEqual([150, 150, 150]);
  });
});

describe("a calendar without dates or times", () => {
  it("is read where channels have slots", async () => {
    expect((await check("channels,text\nfacebook,A\n")).dues).toEqual(["facebook/lumiere 2026-12-04T08:20:00.000Z"]);
  });

  it("is refused where its column is only misspelt: nothing is published at a time that nobody meant", async () => {
    const report = await check("date,tme,channels,text\n2026-12-24,18:00,facebook,A\n");

    expect(report.refused).toBe(true);
    expect(report.problems[0]?.remedy).toBe("Rename the column “tme” to “time”.");
  });

  it("is refused where no channel has slots", async () => {
    expect((await check("channels,text\nfacebook,A\n", { slots: {} })).refused).toBe(true);
  });
});
