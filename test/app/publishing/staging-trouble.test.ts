import { describe, expect, it } from "vitest";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { publishingBench } from "#test/support/publishing-bench.ts";

const MINUTE_MS = 60_000;

/** From half an hour ahead the network answers every preparation with an error; each wait is worked off at its end. */
async function outage(until: string): Promise<readonly string[]> {
  const bench = publishingBench("2026-11-24T08:30:00.000Z");
  const tries: string[] = [];
  await bench.publications.add([aPublication({ wantsStaging: true, lateUpToMs: 24 * 60 * MINUTE_MS })]);
  while (bench.clock.now() < new Date(`2026-11-24T${until}Z`)) {
    tries.push(bench.clock.now().toISOString().slice(11, 19));
    bench.network.stages.push(new OutcomeUnknownError("the network answered 500"));
    await bench.work("p1");
    const [message] = bench.sent.splice(0);
    const { nextStepAt } = bench.publications.one("p1");
    // What no message brings back is brought back by a tick.
    const pauseMs = message?.delayMs ?? (nextStepAt?.getTime() ?? 0) - bench.clock.now().getTime();
    bench.clock.advance(pauseMs);
  }
  return tries;
}

describe("a network that is away while a post is prepared", () => {
  it("is tried the more often, the nearer its instant is", async () => {
    const tries = await outage("09:00:30.000");

    expect(tries.slice(0, 6)).toEqual(["08:30:00", "08:35:00", "08:40:00", "08:45:00", "08:48:45", "08:51:34"]);
    expect(tries.slice(-4)).toEqual(["08:59:41", "08:59:56", "09:00:11", "09:00:26"]);
  });

  it("is not stormed by what waits for it: an outage of three hours costs 66 requests, not hundreds", async () => {
    const tries = await outage("12:00:00.000");

    expect(tries).toHaveLength(66);
    expect(tries.slice(-3)).toEqual(["11:46:52", "11:51:52", "11:56:52"]);
  });
});
