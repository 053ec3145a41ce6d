import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { aComment, aDeletion, aDirectMessage, anEdit, aStatus } from "#test/support/inbound-events.ts";

const instant = fc.integer({ min: 0, max: 20 }).map((minute) => new Date(Date.UTC(2026, 10, 23, 9, minute)));
const text = fc.constantFrom("a", "b", "Zoé 😀");

/** What happened to a handful of messages, in the order in which it happened. */
const story: fc.Arbitrary<readonly InboundEvent[]> = fc
  .array(
    fc.record({
      isDirect: fc.boolean(),
      isOwn: fc.boolean(),
      thread: fc.constantFrom("t1", "t2"),
      text,
      occurredAt: instant,
      edits: fc.uniqueArray(fc.record({ text, occurredAt: instant }), { maxLength: 3, selector: JSON.stringify }),
      deletedAt: fc.option(instant, { nil: undefined }),
      statuses: fc.array(fc.constantFrom("sent" as const, "delivered" as const, "read" as const), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((messages) =>
    messages.flatMap(({ edits, deletedAt, statuses, isDirect, thread, ...message }, index) => {
      const remoteId = `m${index}`;
      const told = { ...message, remoteId, threadRemoteId: thread };
      return [
        isDirect ? aDirectMessage(told) : aComment(told),
        ...edits.map((edit) => anEdit({ remoteId, ...edit })),
        ...(deletedAt ? [aDeletion({ remoteId, occurredAt: deletedAt })] : []),
        ...(message.isOwn ? statuses.map((status) => aStatus({ remoteId, status })) : []),
      ];
    }),
  );

/** The same events: each one to three times, in any order, in deliveries of any size. */
const retold = story.chain((events) =>
  fc.record({
    events: fc.constant(events),
    deliveries: fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: events.length, maxLength: events.length }),
        fc.array(fc.nat(), { minLength: events.length * 3, maxLength: events.length * 3 }),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([copies, order, size]) => {
        const repeated = events.flatMap((event, index) => Array.from({ length: copies[index] ?? 1 }, () => event));
        const shuffled = repeated
          .map((event, index) => ({ event, at: order[index] ?? 0 }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ event }) => event);
        return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, n) =>
          shuffled.slice(n * size, (n + 1) * size),
        );
      }),
  }),
);

/** What counts in the end; how many writes it took to get there is another matter. */
function outcome({ conversations, inbox }: EngagementBench) {
  return {
    messages: conversations.all.map(({ revision, routedRevision, ...message }) => message),
    inbox: inbox.map(({ revision, ...message }) => message),
  };
}

describe("events of a network", () => {
  it("end in the same messages and the same inbox, whatever their order, repetition and batching", async () => {
    await fc.assert(
      fc.asyncProperty(retold, async ({ events, deliveries }) => {
        const inOrder = new EngagementBench();
        const inDisorder = new EngagementBench();

        for (const event of events) await inOrder.deliver([event]);
        await Promise.all(deliveries.map((delivery) => inDisorder.deliver(delivery)));

        expect(outcome(inDisorder)).toEqual(outcome(inOrder));
      }),
      { numRuns: 150 },
    );
  });

  it("end the same when any one write, send or publication fails on the way", async () => {
    await fc.assert(
      fc.asyncProperty(retold, fc.nat({ max: 40 }), async ({ events, deliveries }, failAt) => {
        const inOrder = new EngagementBench();
        const troubled = new EngagementBench();
        let calls = 0;
        const trouble = () => {
          if (calls++ === failAt) throw new Error("trouble");
        };
        troubled.conversations.beforeWrite = trouble;
        troubled.customerService.beforeSend = trouble;
        troubled.beforePublish = trouble;

        for (const event of events) await inOrder.deliver([event]);
        for (const delivery of deliveries) await troubled.deliver(delivery).catch(() => troubled.deliver(delivery));
        troubled.clock.advance(3 * 60_000);
        await troubled.sweep();

        expect(outcome(troubled)).toEqual(outcome(inOrder));
      }),
      { numRuns: 150 },
    );
  });
});
