import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AsyncInvoker } from "#local/runtime/functions/async-invoker.ts";

const aFailingFunction = (failures: number) => ({
  payloads: [] as unknown[],
  async invoke(payload: unknown) {
    this.payloads.push(payload);
    if (this.payloads.length <= failures) throw new Error("not now");
    return null;
  },
});

describe("AsyncInvoker", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("tries again after one minute, then after two", async () => {
    const fn = aFailingFunction(2);
    const onGivenUp = vi.fn(async () => {});

    new AsyncInvoker(() => {}).invoke(fn, { tick: 1 }, onGivenUp);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(fn.payloads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fn.payloads).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(120_000);

    expect(fn.payloads).toEqual(Array(3).fill({ tick: 1 }));
    expect(onGivenUp).not.toHaveBeenCalled();
  });

  it("gives up after the third failure", async () => {
    const fn = aFailingFunction(9);
    const onFailure = vi.fn();
    const onGivenUp = vi.fn(async () => {});

    new AsyncInvoker(onFailure).invoke(fn, {}, onGivenUp);
    await vi.advanceTimersByTimeAsync(600_000);

    expect(onFailure.mock.calls.map(([, , attemptsLeft]) => attemptsLeft)).toEqual([2, 1, 0]);
    expect(onGivenUp).toHaveBeenCalledOnce();
  });

  it("forgets what waits when it stops", async () => {
    const fn = aFailingFunction(9);
    const invoker = new AsyncInvoker(() => {});

    invoker.invoke(fn, {});
    await vi.advanceTimersByTimeAsync(1);
    invoker.stop();
    await vi.advanceTimersByTimeAsync(600_000);

    expect(fn.payloads).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
