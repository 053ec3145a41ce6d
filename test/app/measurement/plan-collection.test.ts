import { describe, expect, it } from "vitest";
import { acme, HOUR_MS, MeasurementBench } from "#test/support/measurement-bench.ts";

/** What is asked for, sorted: publication ids, and channel ids for channels themselves. */
function plannedIds(bench: MeasurementBench): readonly string[] {
  return bench.queue
    .receive()
    .flatMap(({ channelId, subjects }) =>
      subjects.map((each) => (each.kind === "post" ? each.publicationId : channelId)),
    )
    .sort();
}

describe("planCollection", () => {
  it("asks for every channel that has numbers, and for its young posts", async () => {
    const bench = new MeasurementBench();
    bench.channels = [acme, { channelId: "mute/acme", network: "mute", name: "acme", remoteId: "m" }];
    await bench.publish("young", 2);
    await bench.publish("of a network without numbers", 2, { channelId: "mute/acme" });

    const summary = await bench.plan();

    expect(summary).toEqual({ channels: 1, posts: 1, messages: 2 });
    expect(plannedIds(bench)).toEqual(["chirper/acme", "young"]);
  });

  it("leaves out what is not on the network, and what is too old", async () => {
    const bench = new MeasurementBench();
    await bench.publish("failed", 2, { state: "failed" });
    await bench.publish("without id", 2, { remoteId: undefined });
    await bench.publish("ancient", 91 * 24);

    await bench.plan();

    expect(plannedIds(bench)).toEqual(["chirper/acme"]);
  });

  it("carries what the worker needs, so that it reads no publication", async () => {
    const bench = new MeasurementBench();
    const { dueAt } = await bench.publish("young", 2);

    await bench.plan();

    expect(bench.queue.receive().at(-1)).toEqual({
      version: 1,
      channelId: "chirper/acme",
      plannedAt: bench.clock.now(),
      attempt: 1,
      subjects: [{ kind: "post", publicationId: "young", remoteId: "remote-young", dueAt }],
    });
  });

  it("packs fifty posts of a channel into a message", async () => {
    const bench = new MeasurementBench();
    for (let count = 0; count < 120; count++) await bench.publish(`p${count}`, count % 24);

    const { messages } = await bench.plan();

    expect(messages).toBe(4);
    expect(bench.queue.receive().map(({ subjects }) => subjects.length)).toEqual([1, 50, 50, 20]);
  });

  it("asks again for young posts within the same hour", async () => {
    const bench = new MeasurementBench();
    await bench.plan();
    bench.queue.receive();
    await bench.publish("just now", 0);

    await bench.plan();

    expect(plannedIds(bench)).toContain("just now");
  });

  it("makes good an outage, once", async () => {
    const bench = new MeasurementBench();
    for (let count = 0; count < 40; count++) await bench.publish(`monthly-${count}`, 20 * 24);
    await bench.plan();
    bench.queue.receive();

    bench.clock.advance(30 * HOUR_MS);
    const after = await bench.plan();
    const usual = await bench.plan();

    expect(after.posts).toBe(40);
    expect(usual.posts).toBeLessThan(10);
  });

  it("makes good a plan that broke off", async () => {
    const bench = new MeasurementBench();
    for (let count = 0; count < 40; count++) await bench.publish(`monthly-${count}`, 20 * 24);
    bench.queue.beforeSend = ([first]) => {
      if (first?.job.subjects[0]?.kind === "post") throw new Error("the queue is away");
    };
    await expect(bench.plan()).rejects.toThrow("the queue is away");
    bench.queue.beforeSend = () => {};

    bench.clock.advance(HOUR_MS);

    expect((await bench.plan()).posts).toBe(40);
  });
});
