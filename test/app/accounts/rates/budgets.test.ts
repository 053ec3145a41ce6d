import { describe, expect, it } from "vitest";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import type { RateReading } from "#lib/domain/accounts/rates/reading.ts";
import type { Http } from "#lib/networks/http.ts";
import type { Rates } from "#lib/networks/network.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const MINUTE_MS = 60_000;
const channel = { channelId: "x/acme", network: "x", name: "acme", remoteId: "1" };
const otherChannel = { ...channel, channelId: "x/other", name: "other" };
const request = { method: "GET", url: new URL("https://network.example/") } as const;

/** Several workers over one store; the network's answers tell what a test says next. */
function bench() {
  const clock = new VirtualClock("2026-11-24T12:00:00.000Z");
  const store = new InMemoryBudgets();
  const warnings: string[] = [];
  const told: { usedShare: number; scope?: RateReading["scope"]; tookMs?: number; regainsInMs?: number }[] = [];
  const unreadable: string[] = [];
  const log = { info: () => {}, warn: (message: string) => void warnings.push(message) };
  const http: Http = async () => {
    await clock.sleep(told[0]?.tookMs ?? 0);
    return { status: 200, headers: new Headers(), text: "" };
  };
  const rates: Rates = {
    read({ at }) {
      const { usedShare, scope = "channel", regainsInMs = 15 * MINUTE_MS } = told.shift() ?? { usedShare: 0 };
      const regainsAt = new Date(at.getTime() + regainsInMs);
      return { readings: [{ scope, name: "calls", concerns: PURPOSES, usedShare, regainsAt }], unreadable };
    },
  };
  const worker = () => new Budgets({ store, clock, log });
  return {
    clock,
    store,
    warnings,
    told,
    unreadable,
    worker,
    open: (budgets: Budgets, of = channel) => budgets.open(of, { rates }, http),
  };
}

describe("the networks' budgets", () => {
  it("cost no write while all is well", async () => {
    const { open, worker, store, told } = bench();
    const line = await open(worker());

    for (let count = 0; count < 100; count++) {
      told.push({ usedShare: count / 200 });
      await line.http(request);
    }
    await line.settled();

    expect(store.writeCount).toBe(0);
  });

  it("are read once for all jobs of some seconds", async () => {
    const { open, worker, store, clock } = bench();
    const budgets = worker();

    await Promise.all([open(budgets), open(budgets), open(budgets, otherChannel)]);
    expect(store.readCount).toBe(1);
    clock.advance(5_000);
    await open(budgets);
    expect(store.readCount).toBe(2);
  });

  it("hold back the channel on every worker until the network grants anew", async () => {
    const { open, worker, told, clock } = bench();
    const one = await open(worker());
    told.push({ usedShare: 1 });
    await one.http(request);
    await one.settled();

    const other = await open(worker());

    expect(other.closure("publishing")?.until).toEqual(new Date("2026-11-24T12:15:00.000Z"));
    expect((await open(worker(), otherChannel)).closure("publishing")).toBeUndefined();
    clock.advance(15 * MINUTE_MS);
    expect(other.closure("publishing")).toBeUndefined();
  });

  it("hold back all channels when the app's is used up", async () => {
    const { open, worker, told } = bench();
    const line = await open(worker());
    told.push({ usedShare: 1, scope: "app" });
    await line.http(request);
    await line.settled();

    expect((await open(worker(), otherChannel)).closure("replying")).toBeDefined();
  });

  it("stop measuring, and let a post and an answer go on", async () => {
    const { open, worker, told } = bench();
    const line = await open(worker());
    told.push({ usedShare: 0.8 });

    await line.http(request);

    expect(PURPOSES.filter((purpose) => line.closure(purpose))).toEqual(["checking", "measuring"]);
  });

  it("are written once, however many answers say the same", async () => {
    const { open, worker, store, told } = bench();
    const line = await open(worker());
    told.push(...Array.from({ length: 50 }, () => ({ usedShare: 1 })));

    for (let count = 0; count < 50; count++) await line.http(request);
    await line.settled();

    expect(store.writeCount).toBe(1);
  });

  it("open for every worker as soon as one hears that more is granted", async () => {
    const { open, worker, told, clock } = bench();
    const line = await open(worker());
    told.push({ usedShare: 1 }, { usedShare: 0.1 });
    await line.http(request);
    clock.advance(MINUTE_MS);
    await line.http(request);
    await line.settled();

    expect((await open(worker())).closure("measuring")).toBeUndefined();
  });

  it("are not opened by an answer that was on its way when they closed", async () => {
    const { open, worker, told, clock } = bench();
    const line = await open(worker());
    told.push({ usedShare: 0.1, tookMs: 500 });
    const slow = line.http(request);
    told.unshift({ usedShare: 1 });
    await line.http(request);

    await clock.run(slow);

    expect(line.closure("publishing")).toBeDefined();
  });

  it("hold back what was refused in a way that no header told", async () => {
    const { open, worker } = bench();
    const line = await open(worker());

    line.refused("publishing", new Date("2026-11-24T12:01:00.000Z"));
    await line.settled();

    const other = await open(worker());
    expect(other.closure("publishing")?.until).toEqual(new Date("2026-11-24T12:01:00.000Z"));
    expect(other.closure("measuring")).toBeUndefined();
  });

  it("delay nothing when they cannot be read, and are told to others by the next answer when they cannot be written", async () => {
    const { open, worker, store, told, warnings } = bench();
    store.before = () => {
      throw new Error("the table is away");
    };
    const line = await open(worker());
    told.push({ usedShare: 1 }, { usedShare: 1 });

    await line.http(request);
    await line.settled();
    expect(line.closure("publishing")).toBeDefined();
    expect(warnings).toHaveLength(2);

    store.before = () => {};
    await line.http(request);
    await line.settled();
    expect(store.all).toHaveLength(1);
  });

  it("pass an answer on whatever is wrong with the reader: it may be that of a post", async () => {
    const { worker, warnings } = bench();
    const broken: Rates = {
      read() {
        throw new TypeError("a mistake of ours");
      },
    };
    const answer = { status: 201, headers: new Headers(), text: "created" };
    const line = await worker().open(channel, { rates: broken }, async () => answer);

    expect(await line.http(request)).toBe(answer);
    expect(warnings).toHaveLength(1);
  });

  it("warn once of a header that makes no sense, and go on", async () => {
    const { open, worker, unreadable, warnings } = bench();
    unreadable.push("x-rate-limit");
    const line = await open(worker());

    await line.http(request);
    await line.http(request);

    expect(warnings).toHaveLength(1);
  });
});
