import { describe, expect, it } from "vitest";
import { CollectionJob, nextAttempt } from "#lib/domain/measurement/collection-job.ts";
import { aJob, aSubject } from "#test/support/measurement-bench.ts";

const now = new Date("2026-11-24T10:00:00Z");
const at = (time: string) => new Date(`2026-11-24T${time}Z`);

describe("nextAttempt", () => {
  it.each<[string, number, Date | undefined, Date | undefined]>([
    ["waits two minutes after the first attempt", 1, undefined, at("10:02:00")],
    ["waits longer each time", 4, undefined, at("10:16:00")],
    ["gives up after the fifth", 5, undefined, undefined],
    ["waits as long as the network says", 1, at("10:40:00"), at("10:40:00")],
    ["waits a minute at least, whatever the network's clock says", 1, at("09:59:00"), at("10:01:00")],
    ["leaves a longer wait to the next plan", 1, at("11:00:01"), undefined],
  ])("%s", (_, attempt, retryAt, expected) => {
    const next = nextAttempt({ ...aJob("p1", "p2"), attempt }, [aSubject("p2")], { retryAt, now });

    expect(next?.notBefore).toEqual(expected);
    if (next) expect(next).toMatchObject({ attempt: attempt + 1, subjects: [{ publicationId: "p2" }] });
  });
});

describe("a message of the metrics queue", () => {
  it("is the same job after its journey as JSON", () => {
    const job: CollectionJob = { ...aJob("channel", "p1"), attempt: 2, notBefore: now };

    expect(CollectionJob.parse(JSON.parse(JSON.stringify(job)))).toEqual(job);
  });

  it.each<[string, object]>([
    ["of another version", { version: 2 }],
    ["without subjects", { subjects: [] }],
    ["with a subject of unknown kind", { subjects: [{ kind: "story" }] }],
  ])("is refused %s", (_, changed) => {
    expect(CollectionJob.safeParse(JSON.parse(JSON.stringify({ ...aJob("p1"), ...changed }))).success).toBe(false);
  });
});
