import { describe, expect, it } from "vitest";
import type { PlannedPublication } from "#lib/app/publishing/calendar/ports.ts";
import { DEFAULT_LATENESS } from "#lib/domain/publishing/lateness.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { CHANNELS, UPLOADED_AT } from "#test/support/calendars.ts";

const FILE = "id,date,time,channels,text\n1,2026-12-24,09:00,facebook,One\n2,2026-12-24,10:00,facebook,Two\n";

/** Counts the publications that are asked for by id. */
function watched(importer: ReturnType<typeof anImporter>) {
  const { publications } = importer;
  const read = publications.getMany.bind(publications);
  const asked: string[] = [];
  publications.getMany = async (ids) => {
    asked.push(...ids);
    return await read(ids);
  };
  return asked;
}

describe("the first upload of a calendar", () => {
  it("looks for none of its posts, since nobody can have planned them", async () => {
    const importer = anImporter();
    const asked = watched(importer);

    await importer.upload(FILE);

    expect(importer.inState("planned")).toEqual(["One on facebook", "Two on facebook"]);
    expect(asked).toEqual([]);
  });

  it("reads none of its own posts either, however many stand at one instant", async () => {
    const importer = anImporter();
    const asked = watched(importer);
    const rows = Array.from({ length: 1_200 }, (_, row) => `${row},2026-12-24,09:00,facebook,Post ${row}\n`);

    await importer.upload(`id,date,time,channels,text\n${rows.join("")}`);

    expect(importer.publications.all()).toHaveLength(1_200);
    expect(asked).toEqual([]);
  });

  it("is followed by others that look what is there", async () => {
    const importer = anImporter();
    await importer.upload(FILE);
    const asked = watched(importer);

    await importer.upload(FILE.replace("Two", "Deux"), new Date(UPLOADED_AT.getTime() + 1_000));

    expect(importer.inState("planned")).toEqual(["Deux on facebook", "One on facebook"]);
    expect(new Set(asked).size).toBe(2);
  });

  it("changes what is there all the same, where what was known of the calendar is lost", async () => {
    const { publications, services } = anImporter();
    const [channel] = CHANNELS;
    if (!channel) throw new Error("no channel");
    const planned: PlannedPublication = {
      publicationId: "p1",
      calendar: "december",
      rowId: "1",
      channel,
      dueAt: new Date("2026-12-24T09:00:00.000Z"),
      draft: { text: "One", media: [] },
      wantsStaging: false,
      lateness: DEFAULT_LATENESS,
    };
    await services.planner.plan([planned], UPLOADED_AT);

    const changed = { ...planned, draft: { text: "Un", media: [] } };
    const results = await services.planner.plan([changed], UPLOADED_AT, { isFirst: true });

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(publications.all().map(({ draft }) => draft.text)).toEqual(["Un"]);
  });
});
