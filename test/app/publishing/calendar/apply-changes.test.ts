import { describe, expect, it } from "vitest";
import type { edit } from "#lib/domain/publishing/transitions/deciding.ts";
import type { PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import { anImporter } from "#test/support/an-importer.ts";

const HEADER = "id,date,time,channels,text";
const row = (id: string, text = id, channels = "facebook") => `${id},2026-12-01,09:00,${channels},${text}`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ""].join("\n");

/** What an upload made of its rows. */
const counts = (summary: object) => {
  const { added, changed, unchanged, cancelled, rejected }: Record<string, unknown> = { ...summary };
  return { added, changed, unchanged, cancelled, rejected };
};

describe("an upload, compared with what its calendar has planned", () => {
  it("adds, changes, cancels and leaves alone", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b"), row("c")));

    const summary = await importer.upload(file(row("a"), row("b", "B"), row("d")));

    expect(counts(summary)).toEqual({ added: 1, changed: 1, unchanged: 1, cancelled: 1, rejected: 0 });
    expect(importer.inState("planned")).toEqual(["B on facebook", "a on facebook", "d on facebook"]);
    expect(importer.inState("cancelled")).toEqual(["c on facebook"]);
    expect(importer.events.filter(({ type }) => type === "PublicationCancelled")).toMatchObject([
      { detail: { rowId: "c", reason: expect.stringContaining("december.csv as it was uploaded at 2026-10-01") } },
    ]);
  });

  it("tells what it cancelled below the rows, and the result can be uploaded as it is", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));
    await importer.upload(file(row("a")));

    const lines = importer.report().split("\r\n");
    expect(lines[2]).toMatch(/^b,2026-12-01T09:00:00\+00:00,,facebook\/lumiere,b,cancelled,its row is not in the file/);
    const { writeCount } = importer.publications;
    const summary = await importer.upload(importer.report());

    expect(counts(summary)).toEqual({ added: 0, changed: 0, unchanged: 1, cancelled: 0, rejected: 0 });
    expect(importer.publications.writeCount).toBe(writeCount);
  });

  it("tells it in French in a French calendar", async () => {
    const importer = anImporter();
    const french = (...rows: readonly string[]) => ["id;date;heure;canaux;texte", ...rows, ""].join("\n");
    await importer.upload(french("a;2026-12-01;09:00;facebook;Un", "b;2026-12-01;10:00;facebook;Deux"));
    await importer.upload(french("a;2026-12-01;09:00;facebook;Un"));

    expect(importer.report()).toMatch(
      /b;2026-12-01T10:00:00\+00:00;;facebook\/lumiere;Deux;annulé;sa ligne n'est plus/,
    );
  });

  it("cancels a channel that was taken out of a row, which thereby has changed", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a", "a", "facebook; x"), row("b")));

    const summary = await importer.upload(file(row("a", "a", "facebook"), row("b")));

    expect(counts(summary)).toEqual({ added: 0, changed: 1, unchanged: 1, cancelled: 0, rejected: 0 });
    expect(importer.inState("cancelled")).toEqual(["a on x"]);
  });

  it("plans a row again that comes back", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));
    await importer.upload(file(row("a")));

    const summary = await importer.upload(file(row("a"), row("b")));

    expect(counts(summary)).toEqual({ added: 0, changed: 1, unchanged: 1, cancelled: 0, rejected: 0 });
    expect(importer.inState("planned")).toEqual(["a on facebook", "b on facebook"]);
  });

  it("leaves to a person what a person has cancelled, and says so", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));
    const [a] = importer.publications.all();
    if (a) await importer.publications.apply(a, cancelledBy("anna", a));

    const summary = await importer.upload(file(row("a", "A"), row("b")));

    expect(counts(summary)).toMatchObject({ changed: 0, unchanged: 2 });
    expect(importer.inState("cancelled")).toEqual(["a on facebook"]);
    expect(importer.report()).toContain("A,not published,Note: facebook/lumiere: it was cancelled by hand (crisis)");
  });

  it("never publishes a second time what is out, and says where it is", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));
    const [a] = importer.publications.all();
    if (a) await importer.publications.apply(a, published(a));

    const summary = await importer.upload(file(row("a", "A corrected"), row("b")));
    await importer.upload(file(row("b")));

    expect(counts(summary)).toMatchObject({ changed: 0, unchanged: 2, cancelled: 0 });
    expect(importer.inState("published")).toEqual(["a on facebook"]);
  });

  it("keeps two calendars apart", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a", "one"), row("b", "two")));
    await importer.upload(file(row("a", "three").replace("2026-12", "2027-01")), undefined, "january");

    expect(importer.inState("planned")).toEqual(["one on facebook", "three on facebook", "two on facebook"]);
    expect(importer.inState("cancelled")).toEqual([]);
  });

  it("lets the same post go out once, whatever the name of its file", async () => {
    const importer = anImporter();
    const linked = `${HEADER},link\na,2026-12-01,09:00,facebook; x,Buy https://a.example,https://a.example\n`;
    await importer.upload(linked);

    const summary = await importer.upload(linked.replace("a,", "other-id,"), undefined, "december (1)");

    expect(counts(summary)).toEqual({ added: 0, changed: 0, unchanged: 1, cancelled: 0, rejected: 0 });
    expect(importer.inState("planned")).toHaveLength(2);
    expect(importer.report("december (1)")).toContain(
      ",already planned,Note: facebook/lumiere: the calendar “december” has this very post already: it goes out once",
    );
  });

  it("publishes nothing again that another calendar has published, not even a moment ago", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a")));
    const [a] = importer.publications.all();
    if (a) await importer.publications.apply(a, published(a));

    for (const now of ["2026-12-01T09:00:30Z", "2026-12-09T00:00:00Z"]) {
      const summary = await importer.upload(file(row("a")), new Date(now), "copy");
      expect(counts(summary)).toMatchObject({ added: 0, unchanged: 1, rejected: 0 });
    }
    expect(importer.publications.all()).toHaveLength(1);
    expect(importer.report("copy")).toContain("https://facebook.com/1");
  });

  it("plans a post that another calendar has given up", async () => {
    const importer = anImporter();
    await importer.upload(file(row("a"), row("b")));
    await importer.upload(file(row("a")), undefined, "copy");
    await importer.upload(file(row("b")));

    const summary = await importer.upload(file(row("a")), undefined, "copy");

    expect(counts(summary)).toMatchObject({ added: 1, unchanged: 0 });
    expect(importer.inState("planned")).toEqual(["a on facebook", "b on facebook"]);
  });

  it("writes nothing for what is unchanged, and at most one publication for a post", async () => {
    const importer = anImporter();
    const rows = Array.from({ length: 3_000 }, (_, index) => row(`r-${index}`));
    await importer.upload(file(...rows));
    expect(importer.publications.writeCount).toBe(3_000);
    const before = importer.ledger.recordWriteCount;

    await importer.upload(file(...rows));

    expect(importer.publications.writeCount).toBe(3_000);
    // The turn: taken, kept once for the first thousand rows and each 250 more, ended.
    expect(importer.ledger.recordWriteCount - before).toBeLessThan(14);
  });
});

type Known = Parameters<typeof edit>[0];

function cancelledBy(by: string, { state, revision }: Known): PublicationTransition {
  return {
    guard: [{ attribute: "state", is: "one-of", values: [state] }],
    set: { state: "cancelled", revision: revision + 1, reason: "crisis" },
    remove: ["nextStepAt"],
    claimId: "by-hand",
    entry: { at: new Date(0), what: "cancelled", by },
  };
}

function published({ state }: Known): PublicationTransition {
  return {
    guard: [{ attribute: "state", is: "one-of", values: [state] }],
    set: { state: "published", url: "https://facebook.com/1" },
    remove: ["nextStepAt"],
    claimId: "published",
    entry: { at: new Date(0), what: "published", by: "publisher" },
  };
}
