import { describe, expect, it } from "vitest";
import { networks } from "#lib/networks/registry.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { UPLOADED_AT } from "#test/support/calendars.ts";

/** A post every so many minutes from midnight. */
function posts(count: number, { day = "2026-12-01", from = 0, every = 10, channel = "instagram", word = "Post" } = {}) {
  return Array.from({ length: count }, (_, index) => {
    const minutes = from + index * every;
    const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
    return `${day},${time},${channel},${word} ${index},a.jpg`;
  });
}

const csv = (...rows: readonly string[]) => ["date,time,channels,text,media", ...rows, ""].join("\n");

/** An importer among the limits of the real networks, which notes for which days it asks. */
function anAskingImporter() {
  const importer = anImporter();
  const { services } = importer;
  const { ofOthers } = services.plannedDays;
  const asked: string[] = [];
  services.findNetwork = (name) => networks.find((each) => each.name === name);
  services.plannedDays = {
    ofOthers: async (day, wanted) => {
      asked.push(day.toISOString().slice(0, 10));
      return await ofOthers(day, wanted);
    },
  };
  const warned = (name?: string) =>
    importer
      .report(name)
      .split(/\r?\n/)
      .filter((row) => row.includes("within"));
  const upload = (name: string, ...rows: readonly string[]) => importer.upload(csv(...rows), UPLOADED_AT, name);
  return { ...importer, asked, warned, upload, uploadFile: importer.upload };
}

describe("a calendar on channels that other calendars use as well", () => {
  it("is warned of what is too much together, and told how much is the others'", async () => {
    const { upload, warned } = anAskingImporter();
    await upload("december", ...posts(30));
    await upload("sales", ...posts(22, { from: 5, word: "Sale" }));

    expect(warned("december")).toEqual([]);
    expect(warned("sales")).toEqual([
      expect.stringContaining("Sale 20"),
      expect.stringContaining("instagram/lumiere has 52 posts within 24 h, 30 of them from other calendars, but its"),
    ]);
  });

  it("counts what is planned for the evening before", async () => {
    const { upload, warned } = anAskingImporter();
    await upload("december", ...posts(45, { from: 12 * 60, every: 5 }));
    await upload("sales", ...posts(6, { day: "2026-12-02", word: "Sale" }));

    expect(warned("sales")).toEqual([expect.stringContaining("Sale 5")]);
  });

  it("does not count its own earlier uploads, nor what another calendar has as well", async () => {
    const { upload, warned } = anAskingImporter();
    await upload("december", ...posts(40));
    await upload("december", ...posts(41));
    await upload("december (1)", ...posts(41));

    expect([...warned("december"), ...warned("december (1)")]).toEqual([]);
  });

  it("does not count what was taken back", async () => {
    const { upload, warned, ...importer } = anAskingImporter();
    const stays = "2026-12-09,09:00,facebook,Stays,";
    await upload("december", ...posts(45), stays);
    await importer.uploadFile(`#cancel-missing: yes\n${csv(stays)}`);
    await upload("sales", ...posts(20, { from: 5, word: "Sale" }));

    expect(warned("sales")).toEqual([]);
  });

  it("asks for a day once, and not at all for a few posts or without a limit", async () => {
    const { upload, asked } = anAskingImporter();
    await upload("few", ...posts(5), ...posts(60, { channel: "facebook" }));
    expect(asked).toEqual([]);

    await upload("many", ...posts(20, { from: 5, word: "Sale" }));
    expect(asked.toSorted()).toEqual(["2026-11-30", "2026-12-01"]);
  });
});
