import { describe, expect, it } from "vitest";
import { dispatchDue, dispatchSoon } from "#lib/app/publishing/dispatch-due.ts";
import { packJobs, packPages } from "#lib/app/publishing/pack-jobs.ts";
import type { DelayedJob, DueEntry } from "#lib/app/publishing/ports.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { InMemoryPublications } from "#test/support/in-memory-publications.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

function ticker(start = "2026-11-24T09:00:00.000Z") {
  const clock = new VirtualClock(start);
  const publications = new InMemoryPublications();
  const sent: DelayedJob[] = [];
  const publishQueue = { send: async (jobs: readonly DelayedJob[]) => void sent.push(...jobs) };
  const checks: DelayedJob[] = [];
  const checkQueue = { send: async (jobs: readonly DelayedJob[]) => void checks.push(...jobs) };
  const tick = () => dispatchDue({ clock, dueIndex: publications, publishQueue, checkQueue });
  const idsSent = () => sent.splice(0).flatMap(({ job }) => job.publications.map(({ publicationId }) => publicationId));
  return { clock, publications, publishQueue, sent, checks, checkQueue, tick, idsSent };
}

const dueAt = (time: string) => ({ dueAt: new Date(`2026-11-24T${time}Z`) });

describe("the tick", () => {
  it("sends what is due in the next two minutes, to wake a worker a second early", async () => {
    const { publications, sent, tick } = ticker();
    await publications.add([
      aPublication(dueAt("09:01:30.000")),
      aPublication({ publicationId: "later", ...dueAt("09:05:00.000") }),
    ]);

    await tick();

    expect(sent).toEqual([
      { job: { channelId: "facebook/acme", publications: [{ publicationId: "p1", revision: 1 }] }, delayMs: 89_000 },
    ]);
  });

  it("sends each publication once while ticks come every minute", async () => {
    const { clock, publications, tick, idsSent } = ticker();
    await publications.add([aPublication(dueAt("09:03:30.000"))]);

    const perTick: string[][] = [];
    for (let minute = 0; minute < 4; minute++) {
      await tick();
      perTick.push(idsSent());
      clock.advance(60_000);
    }

    expect(perTick.flat()).toEqual(["p1"]);
  });

  it("has a post checked once a day ahead and once an hour ahead, and nothing in a quiet minute", async () => {
    const { clock, publications, tick, sent, checks } = ticker("2026-11-22T23:00:00.000Z");
    await publications.add([aPublication(dueAt("09:00:30.000"))]);

    const checkedAt: string[] = [];
    for (let minute = 0; minute < 34 * 60 + 1; minute++) {
      await tick();
      if (checks.splice(0).length > 0) checkedAt.push(clock.now().toISOString().slice(8, 16));
      if (minute < 33 * 60) expect(sent).toEqual([]);
      clock.advance(60_000);
    }

    expect(checkedAt).toEqual(["23T09:01", "24T08:01"]);
  });

  it("sends what is due although no check can be sent, and sends the checks with the next tick", async () => {
    const { clock, publications, tick, idsSent, checks, checkQueue } = ticker();
    const { send } = checkQueue;
    await publications.add([
      aPublication(dueAt("09:01:00.000")),
      aPublication({ publicationId: "later", ...dueAt("10:00:30.000") }),
    ]);
    clock.advance(60_000);
    checkQueue.send = async () => {
      throw new Error("the check queue is away");
    };
    await expect(tick()).rejects.toThrow("away");
    expect(idsSent()).toEqual(["p1"]);

    checkQueue.send = send;
    await tick();
    expect(checks.flatMap(({ job }) => job.publications.map(({ publicationId }) => publicationId))).toEqual(["later"]);
  });

  it("comes back within the hour to what every worker and message has given up on", async () => {
    const { clock, publications, tick, idsSent } = ticker();
    await publications.add([aPublication(dueAt("09:01:00.000"))]);
    for (let minute = 0; minute < 55; minute++) {
      await tick();
      clock.advance(60_000);
    }
    idsSent();

    for (let minute = 0; minute < 10; minute++) {
      await tick();
      clock.advance(60_000);
    }

    expect(idsSent()).toEqual(["p1"]);
  });

  it("sends again what is still there after its instant: its message was lost", async () => {
    const { clock, publications, tick, idsSent } = ticker();
    await publications.add([aPublication(dueAt("09:01:00.000"))]);
    await tick();
    idsSent();

    clock.advance(2 * 60_000);
    await tick();

    expect(idsSent()).toEqual(["p1"]);
  });

  it("sends what fell due while there were no ticks for hours", async () => {
    const { clock, publications, tick, idsSent } = ticker();
    await publications.add([aPublication(dueAt("10:10:00.000"))]);
    await tick();

    clock.advance(3 * 60 * 60_000);
    await tick();

    expect(idsSent()).toEqual(["p1"]);
  });

  it("sends for staging half an hour ahead, at once", async () => {
    const { publications, sent, tick } = ticker();
    await publications.add([
      aPublication({ wantsStaging: true, ...dueAt("09:29:30.000") }),
      aPublication({ publicationId: "text", ...dueAt("09:29:40.000") }),
    ]);

    await tick();

    expect(sent.map(({ job, delayMs }) => [job.publications[0]?.publicationId, delayMs])).toEqual([["p1", 0]]);
  });

  it("dispatches at once what is planned for a time that ticks have looked past", async () => {
    const { clock, publishQueue, sent } = ticker();
    const entry = (publicationId: string, time: string, wantsStaging = false): DueEntry => ({
      publicationId,
      channelId: "x/acme",
      revision: 1,
      nextStepAt: dueAt(time).dueAt,
      wantsStaging,
    });

    const entries = [
      entry("soon", "09:00:20.000", true),
      entry("staging", "09:20:00.000", true),
      entry("later", "11:00:00.000"),
    ];
    await dispatchSoon(entries, { clock, publishQueue });

    expect(
      sent.map(({ job, delayMs }) => [job.publications.map(({ publicationId }) => publicationId), delayMs]),
    ).toEqual([
      [["soon"], 0],
      [["staging"], 0],
      [["soon"], 19_000],
    ]);
  });
});

describe("packing", () => {
  it("groups by channel and due second, at most a hundred in a message", () => {
    const now = new Date("2026-11-24T09:00:00.000Z");
    const entries = Array.from({ length: 250 }, (_, index) => ({
      publicationId: `p${index}`,
      channelId: index < 240 ? "x/acme" : "facebook/acme",
      revision: 1,
      nextStepAt: new Date("2026-11-24T09:01:00.000Z"),
      wantsStaging: false,
    }));

    const jobs = packJobs(entries, "on-time", now);

    expect(jobs.map(({ job }) => [job.channelId, job.publications.length])).toEqual([
      ["x/acme", 100],
      ["x/acme", 100],
      ["x/acme", 40],
      ["facebook/acme", 10],
    ]);
  });

  it("fills a message from several pages, and sends what is left in the end", async () => {
    const dueAt = new Date("2026-11-24T09:01:00.000Z");
    const page = (size: number) =>
      Array.from({ length: size }, () => ({
        publicationId: "p",
        channelId: "x/acme",
        revision: 1,
        nextStepAt: dueAt,
        wantsStaging: false,
      }));
    async function* pages() {
      yield page(60);
      yield page(60);
      yield page(5);
    }

    const jobs: DelayedJob[] = [];
    for await (const full of packPages(pages(), "on-time", new Date("2026-11-24T09:00:00.000Z"))) jobs.push(...full);

    expect(jobs.map(({ job }) => job.publications.length)).toEqual([100, 25]);
  });
});
