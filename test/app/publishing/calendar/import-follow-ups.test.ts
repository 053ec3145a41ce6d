import { describe, expect, it } from "vitest";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { withMemorySpill } from "#lib/app/publishing/calendar/ledger/memory-spill.ts";
import type { NetworkFinder } from "#lib/app/publishing/calendar/ports.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { aCalendar, CHANNELS, InMemoryCalendars, InMemoryMedia } from "#test/support/calendars.ts";
import { InMemoryLedger } from "#test/support/in-memory-ledger.ts";
import { InMemoryOutcomes } from "#test/support/in-memory-outcomes.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const KEY = "calendars/december.csv";
const NINE = "2026-11-24,09:00";

/** Imports into the publishing engine's own store: what is planned can then be published. */
function aStage(start = "2026-11-24T08:00:00.000Z", networks: NetworkFinder = findNetwork) {
  const bench = publishingBench(start);
  const calendars = new InMemoryCalendars();
  const ledger = new InMemoryLedger();
  const services = {
    ...bench.services,
    calendars,
    findNetwork: networks,
    media: new InMemoryMedia("a.jpg"),
    defaultTimeZone: "UTC",
    planner: publicationPlanner(bench.services),
    records: ledger,
    manifests: ledger,
    withSpill: withMemorySpill,
    outcomes: new InMemoryOutcomes(),
    continuations: { send: async () => {} },
    channels: { list: async () => CHANNELS },
    settings: { read: async () => NO_SETTINGS },
  };
  const one = (suffix: string, network = "x") =>
    bench.publications
      .all()
      .find(({ publicationId, network: its }) => publicationId.endsWith(suffix) && its === network);
  return {
    bench,
    one,
    ids: () => bench.publications.all().map(({ publicationId }) => publicationId.replace(/^[^.]+/, "")),
    report: () => calendars.reports.get("reports/december.result.csv") ?? "",
    async upload(content: string) {
      const uploadedAt = bench.clock.now();
      calendars.files.set(KEY, aCalendar(content, { uploadedAt }));
      return await importCalendar(KEY, services);
    },
  };
}

const thread = (parts: string) => `id,date,time,channels,text,thread\n1,${NINE},x,One,"${parts}"\n`;
const comment = (text: string, channels = "x") =>
  `id,date,time,channels,text,first_comment\n1,${NINE},${channels},Hello,${text}\n`;

describe("a calendar row with a first comment", () => {
  it("plans the comment as a publication of its own, below the post", async () => {
    const { upload, one } = aStage();

    const summary = await upload(comment("#bread"));

    const post = one("");
    expect(summary).toMatchObject({ outcome: "imported", rows: 1, imported: 1 });
    expect(post).toMatchObject({ draft: { text: "Hello" }, followUpIds: [`${post?.publicationId}.comment`] });
    expect(one(".comment")).toMatchObject({
      draft: { text: "#bread", media: [] },
      followUp: { kind: "comment", parentId: post?.publicationId },
      dueAt: post?.dueAt,
    });
  });

  it("plans no comment for a network that takes none, and says so", async () => {
    const { upload, report, ids } = aStage("2026-11-24T08:00:00.000Z", (name) => {
      const publishing = findNetwork(name)?.publishing;
      return { publishing: publishing && { ...publishing, ...(name === "x" && { followUps: undefined }) } };
    });

    await upload(comment("#bread", "facebook; x"));

    expect(ids()).toEqual(["", ".comment", ""]);
    expect(report()).toContain("Note: x/lumiere, first_comment: x does not take it: it is left out there");
  });

  it("changes the comment alone when only that is edited", async () => {
    const { upload, one } = aStage();
    await upload(comment("#bread"));

    await upload(comment("#cake"));

    expect(one("")).toMatchObject({ revision: 1 });
    expect(one(".comment")).toMatchObject({ revision: 2, draft: { text: "#cake" } });
  });

  it("moves the comment with its post", async () => {
    const { upload, one } = aStage();
    await upload(comment("#bread"));

    await upload(comment("#bread").replace("09:00", "10:00"));

    const ten = new Date("2026-11-24T10:00:00.000Z");
    expect(one(".comment")).toMatchObject({ dueAt: ten, nextStepAt: new Date("2026-11-24T10:00:30.000Z") });
  });

  it("takes a comment that is added while the post waits", async () => {
    const { upload, one, ids } = aStage();
    await upload(comment(""));

    await upload(comment("#bread"));

    expect(ids()).toEqual(["", ".comment"]);
    expect(one("")).toMatchObject({ followUpIds: [one(".comment")?.publicationId] });
  });

  it("does not publish a post again, nor the comment, when one is added to a post that is out", async () => {
    const { upload, bench, ids, report, one } = aStage("2026-11-24T08:59:59.000Z");
    bench.services.channels.list = async () => CHANNELS;
    await upload(comment(""));
    await bench.live(5);
    const published = one("");

    await upload(comment("#bread"));
    await bench.live(5);

    expect(published?.state).toBe("published");
    expect(one("")).toEqual(published);
    expect(bench.network.live).toHaveLength(1);
    expect(ids()).toEqual([""]);
    expect(report()).toContain("was already over when the file was uploaded");
  });
});

describe("a calendar row with a thread", () => {
  it("plans each part below the one before", async () => {
    const { upload, one } = aStage();

    await upload(thread("Two\n---\nThree\n\n with two lines\n----\n\n"));

    expect(one(".part2")).toMatchObject({ followUp: { kind: "thread", parentId: one("")?.publicationId } });
    expect(one(".part3")).toMatchObject({
      draft: { text: "Three\n\n with two lines" },
      followUp: { kind: "thread", parentId: one(".part2")?.publicationId },
    });
    expect(one("")?.followUpIds).toEqual([one(".part2")?.publicationId]);
    expect(one(".part2")?.followUpIds).toEqual([one(".part3")?.publicationId]);
    expect(one(".part3")?.followUpIds).toBeUndefined();
  });

  it("goes nowhere where there are no threads, and says what to do", async () => {
    const { upload, ids, report } = aStage();

    await upload(`id,date,time,channels,text,thread\n1,${NINE},facebook; x,One,Two\n`);

    expect(ids()).toEqual(["", ".part2"]);
    expect(report()).toContain("facebook has no threads");
    expect(report()).toContain("thread_x");
  });

  it("is for one network alone in a column of its name", async () => {
    const { upload, ids, report } = aStage();

    await upload(`id,date,time,channels,text,thread_x\n1,${NINE},facebook; x,One,Two\n`);

    expect(ids().toSorted()).toEqual(["", "", ".part2"]);
    expect(report()).not.toContain("threads");
  });

  it("is refused for a part that is too long", async () => {
    const { upload, ids, report } = aStage();

    await upload(thread(`Two\n---\n${"a".repeat(300)}`));

    expect(ids()).toEqual([]);
    expect(report()).toContain("x/lumiere, thread: 300 characters");
  });
});
