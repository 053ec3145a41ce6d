import { describe, expect, it } from "vitest";
import { publishJob } from "#lib/app/publishing/publish.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const jobFor = (publicationId: string) => ({
  channelId: "facebook/acme",
  publications: [{ publicationId, revision: 1 }],
});

const eventTypes = (bench: ReturnType<typeof publishingBench>) => bench.events.map(({ type }) => type);

describe("what is stored is told", () => {
  it("tells the world again when the worker before died after storing", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    await bench.work("p1");

    await bench.work("p1", { receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationPublished", "PublicationPublished"]);
  });

  it("repeats the storing of an outcome, never the sending", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    let failures = 3;
    bench.publications.beforeApply = ({ set }) => {
      if (set.state === "published" && failures-- > 0) throw new Error("ProvisionedThroughputExceeded");
    };

    await bench.work("p1");

    expect(bench.network.commitCount).toBe(1);
    expect(bench.publications.one("p1").state).toBe("published");
  });

  it("asks the person again when the worker before died before it could", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication({ state: "review", nextStepAt: undefined, reason: "nobody to ask" })]);

    await bench.work("p1", { receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationInReview"]);
  });

  it("tells again also of a post that was edited after the message was sent", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication({ state: "published", revision: 2, nextStepAt: undefined })]);

    await bench.work("p1", { revision: 1, receiveCount: 2 });

    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });

  it("tells of a published post although the bus failed when it was stored", async () => {
    const bench = publishingBench();
    await bench.publications.add([aPublication()]);
    const { publish } = bench.services.events;
    let failures = 1;
    const events = {
      publish: (batch: Parameters<typeof publish>[0]) =>
        failures-- > 0 ? Promise.reject(new Error("the bus is away")) : publish(batch),
    };

    await bench.clock.run(
      publishJob(jobFor("p1"), { ...bench.services, events }, { remainingMs: () => 60_000, receiveCount: 1 }),
    );

    expect(eventTypes(bench)).toEqual(["PublicationPublished"]);
  });
});
