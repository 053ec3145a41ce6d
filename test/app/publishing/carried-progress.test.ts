import { describe, expect, it } from "vitest";
import { edit } from "#lib/domain/publishing/transitions/deciding.ts";
import type { Progress, StageStep } from "#lib/networks/network.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const container = { id: "c1" };
const atWork = (afterMs = 5_000, progress: Progress = container): StageStep => ({ status: "wait", progress, afterMs });
const ready: StageStep = { status: "staged", progress: { ...container, isFinished: true } };

/** A quarter of an hour ahead of its time, a network that prepares as written down. */
async function staging(...steps: StageStep[]) {
  const bench = publishingBench("2026-11-24T08:45:00.000Z");
  bench.network.stages.push(...steps);
  await bench.publications.add([aPublication({ wantsStaging: true })]);
  const before = bench.publications.writeCount;
  await bench.work("p1");
  return { ...bench, one: () => bench.publications.one("p1"), writes: () => bench.publications.writeCount - before };
}

describe("while a network is briefly at work", () => {
  it("nothing is stored: the message that looks again carries what was reached", async () => {
    const { sent, one, writes, workOff } = await staging(atWork(), ready);

    expect(one()).toMatchObject({ state: "planned", stageCount: 0 });
    expect(sent).toMatchObject([
      { delayMs: 5_000, job: { publications: [{ carried: { stageCount: 0, progress: container } }] } },
    ]);
    await workOff();

    expect(one()).toMatchObject({ state: "staged", progress: { id: "c1", isFinished: true }, stageCount: 1 });
    expect(writes()).toBe(1);
  });

  it("goes on from there, and stores it when it was not brief after all", async () => {
    const { network, one, workOff, reached } = await watched(atWork(), atWork(10_000), ready);

    await workOff();

    expect(reached).toEqual([undefined, container, container]);
    expect(one()).toMatchObject({ state: "staged", stageCount: 2 });
    expect(network.live).toEqual([]);
  });

  it.each([
    ["a longer wait", atWork(5_001)],
    ["what took more work", atWork(5_000, { ids: Array.from({ length: 20 }, (_, index) => `container-${index}`) })],
  ])("stores %s", async (_, step) => {
    const { one, sent } = await staging(step, ready);

    expect(one()).toMatchObject({ progress: step.progress, stageCount: 1 });
    expect(sent[0]?.job.publications[0]?.carried).toBeUndefined();
  });

  it("begins anew when the message is lost, and publishes once", async () => {
    const bench = await staging(atWork(), ready);
    bench.sent.length = 0;

    await bench.live(20);

    expect(bench.one()).toMatchObject({ state: "published" });
    expect(bench.network.live).toHaveLength(1);
  });

  it("forgets what was reached for a post that was edited meanwhile", async () => {
    const { publications, one, workOff, clock } = await staging(atWork(), ready);
    const { draft, dueAt, lateUpToMs, ifTooLate, wantsStaging } = one();
    const changed = { draft: { ...draft, text: "Changed" }, dueAt, lateUpToMs, ifTooLate, wantsStaging };
    await publications.apply(one(), edit(one(), changed, { now: clock.now(), claimId: "e" }));

    await workOff();

    expect(one()).toMatchObject({ state: "planned", revision: 2 });
    expect(one().progress).toBeUndefined();
  });
});

/** As `staging`, and with what each step was begun from. */
async function watched(...steps: StageStep[]) {
  const reached: (Progress | undefined)[] = [];
  const bench = publishingBench("2026-11-24T08:45:00.000Z");
  const { publishing } = bench.network.network;
  if (!publishing) throw new Error("the scripted network publishes");
  bench.network.stages.push(...steps);
  const stage: typeof publishing.stage = async (draft, progress, context) => {
    reached.push(progress);
    return await publishing.stage(draft, progress, context);
  };
  const network = { ...bench.network.network, publishing: { ...publishing, stage } };
  Object.assign(bench.services, { findNetwork: () => network });
  await bench.publications.add([aPublication({ wantsStaging: true })]);
  await bench.work("p1");
  return { ...bench, reached, one: () => bench.publications.one("p1") };
}
