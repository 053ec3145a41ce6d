import { describe, expect, it } from "vitest";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { aComment, aDirectMessage, CHANNEL } from "#test/support/inbound-events.ts";

const MINUTE_MS = 60_000;

async function benchWithout(purpose: Purpose, event: ReturnType<typeof aComment | typeof aDirectMessage>) {
  const bench = new EngagementBench();
  await bench.deliver([event]);
  const [{ conversationId } = { conversationId: "" }] = bench.inbox;
  const line = await bench.services.budgets.open(CHANNEL, {}, bench.services.http);
  line.refused(purpose, new Date(bench.clock.now().getTime() + 20 * MINUTE_MS));
  const ask = (replyId: string) => bench.reply({ conversationId, text: "Yes!", replyId });
  return { bench, ask };
}

describe("an answer for which the network's limit is used up", () => {
  it("waits until it opens, without a request, then is sent", async () => {
    const { bench, ask } = await benchWithout("replying", aComment());

    await ask("r1");
    expect(bench.chirper.live).toEqual([]);
    bench.clock.advance(15 * MINUTE_MS);
    await bench.sweep();
    expect(bench.chirper.live).toEqual([]);
    bench.clock.advance(10 * MINUTE_MS);
    await bench.sweep();

    expect(bench.chirper.live).toHaveLength(1);
    expect(bench.publishedOf("ReplySent")).toHaveLength(1);
  });

  it("does not keep back direct messages", async () => {
    const { bench, ask } = await benchWithout("replying", aDirectMessage());

    await ask("r1");

    expect(bench.chirper.live).toHaveLength(1);
  });

  it("that the network refused for now keeps the next one waiting", async () => {
    const { bench, ask } = await benchWithout("measuring", aComment());
    const retryAt = new Date(bench.clock.now().getTime() + 10 * MINUTE_MS);
    bench.chirper.sends.push(() => ({ outcome: "notAccepted", because: "rate-limited", reason: "slow down", retryAt }));

    await ask("r1");
    await ask("r2");
    expect(bench.chirper.live).toEqual([]);
    bench.clock.advance(15 * MINUTE_MS);
    await bench.sweep();

    expect(bench.chirper.live).toHaveLength(2);
  });
});
