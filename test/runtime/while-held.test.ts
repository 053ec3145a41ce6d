import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { whileHeld } from "#lib/runtime/while-held.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { UPLOADED_AT } from "#test/support/calendars.ts";
import { mortal } from "#test/support/mortal.ts";
import { VirtualQueue } from "#test/support/virtual-queue.ts";

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  vi.setSystemTime(UPLOADED_AT);
});
afterEach(() => vi.useRealTimers());

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The import queue, as it is deployed. */
const aQueue = () => new VirtualQueue({ visibilityMs: 30 * MINUTE_MS, maxReceiveCount: 5 });

/** A worker that dies takes everything with it: its heartbeat, and its answer to the queue. */
class Death extends Error {}

type Job = (body: string, receiveCount: number) => Promise<unknown>;

/** Delivers what is in the queue to workers, as Lambda does, until time is over. */
async function deliver(queue: VirtualQueue, job: Job, forMs: number): Promise<void> {
  const until = Date.now() + forMs;
  while (Date.now() < until) {
    const message = queue.receive();
    if (message) work(queue, message, job);
    await vi.advanceTimersByTimeAsync(1_000);
    // What an import waits for besides time.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

function work(
  queue: VirtualQueue,
  { body, receiveCount, receiptHandle }: ReturnType<VirtualQueue["receive"]> & object,
  job: Job,
) {
  let isDead = false;
  const hold = async (forMs: number) => {
    if (!isDead) await queue.hold(receiptHandle, forMs);
  };
  const living = job(body, receiveCount).catch((error: unknown) => {
    if (!(error instanceof Death)) throw error;
    isDead = true;
    return new Promise<never>(() => {});
  });
  whileHeld({ hold, receiveCount }, () => living).then(
    () => queue.delete(receiptHandle),
    () => {},
  );
}

describe("whileHeld", () => {
  it("keeps the message of a worker that is alive from everybody else", async () => {
    const queue = aQueue();
    queue.send("a calendar");
    await deliver(queue, () => sleep(5 * MINUTE_MS), 40 * MINUTE_MS);

    expect(queue.deliveries).toHaveLength(1);
    expect(queue.isEmpty).toBe(true);
  });

  it("lets it come back two minutes after its worker died, and not half an hour", async () => {
    const queue = aQueue();
    queue.send("a calendar");
    const dieOnce: Job = async (_, receiveCount) => {
      await sleep(90_000);
      if (receiveCount === 1) throw new Death();
    };
    await deliver(queue, dieOnce, 10 * MINUTE_MS);

    const [first, second] = queue.deliveries;
    expect(queue.deliveries).toHaveLength(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThanOrEqual(90_000 + 2 * MINUTE_MS + 1_000);
    expect(queue.isEmpty).toBe(true);
  });

  it("leaves a message that kills every worker to the dead letters, after as many deliveries as before", async () => {
    const queue = aQueue();
    queue.send("poison");
    await deliver(queue, () => sleep(MINUTE_MS).then(() => Promise.reject(new Death())), 20 * MINUTE_MS);

    expect(queue.deliveries).toHaveLength(5);
    expect(queue.deadLetters).toEqual(["poison"]);
  });

  it("lets a job that fails come back later each time, so that an outage of an hour sends none to the dead letters", async () => {
    const queue = aQueue();
    queue.send("a calendar");
    const endsAt = Date.now() + 65 * MINUTE_MS;
    const duringOutage: Job = async () => {
      await sleep(5_000);
      if (Date.now() < endsAt) throw new Error("the table is away");
    };
    await deliver(queue, duringOutage, 120 * MINUTE_MS);

    const minutes = queue.deliveries.map(({ at }) => Math.round((at - UPLOADED_AT.getTime()) / MINUTE_MS));
    expect(minutes).toEqual([0, 2, 12, 42, 72]);
    expect([queue.deadLetters, queue.isEmpty]).toEqual([[], true]);
  });

  it("goes on working when the queue does not answer", async () => {
    const hold = vi.fn().mockRejectedValue(new Error("throttled"));

    expect(await whileHeld({ hold, receiveCount: 1 }, async () => "done")).toBe("done");
    expect(hold).toHaveBeenCalledOnce();
  });
});

describe("an import that crashes at night", () => {
  const KEY = "calendars/december.csv";
  const rows = Array.from(
    { length: 40 },
    (_, index) => `${index},2026-12-01,09:${index + 10},facebook,Bonjour ${index}`,
  );
  const csv = ["id,date,time,channels,text", ...rows, ""].join("\n");
  const clock = { now: () => new Date(), sleep };

  it("is finished by another one within minutes, whichever call to the world was its last", async () => {
    for (const last of [1, 4, 7, 10, 13, 16, 20]) {
      const importer = anImporter();
      const services = { ...importer.services, clock, batchSize: 10 };
      importer.put(csv);
      const queue = aQueue();
      queue.send(KEY);
      const startedAt = Date.now();
      let finishedAt = Number.POSITIVE_INFINITY;
      await deliver(
        queue,
        async (_, receiveCount) => {
          const running = importCalendar(KEY, receiveCount === 1 ? mortal(services, last) : services);
          await running.catch(() => Promise.reject(new Death()));
          finishedAt = Date.now();
        },
        6 * MINUTE_MS,
      );

      expect({ last, planned: importer.inState("planned").length }).toEqual({ last, planned: 40 });
      expect(finishedAt - startedAt).toBeLessThan(5 * MINUTE_MS);
      expect(queue.isEmpty).toBe(true);
    }
  });

  it("waits for one that is alive and takes long, however long, and ends in no dead letters", async () => {
    const importer = anImporter();
    const queue = aQueue();
    const { ledger } = importer;
    const continuations = {
      send: async (_: object, delayMs = 0) => queue.send(KEY, delayMs),
    };
    importer.put(csv);
    // Another file of the calendar, whose import keeps the turn for twenty minutes.
    const until = Date.now() + 20 * MINUTE_MS;
    const other = { runId: "other", leaseUntil: new Date(until), isWanted: false };
    await ledger.write("december", { runs: [], turn: other }, await ledger.read("december"));
    queue.send(KEY);
    await deliver(queue, () => importCalendar(KEY, { ...importer.services, clock, continuations }), 30 * MINUTE_MS);

    expect(importer.inState("planned")).toHaveLength(40);
    expect([queue.deadLetters, queue.isEmpty]).toEqual([[], true]);
    expect(Math.max(...queue.deliveries.map(({ receiveCount }) => receiveCount))).toBe(1);
  });
});
