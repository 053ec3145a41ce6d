import type { Json } from "../json.ts";

interface Invocable {
  invoke(payload: Json): Promise<Json>;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: a minute, then two. */
const RETRIES_AFTER_MS = [60_000, 120_000];

/**
 * Invokes functions for those who do not wait for the answer, as rules do: Lambda takes the event and tries three times.
 * What waits here is lost with the process, like the queues are.
 */
export class AsyncInvoker<Fn extends Invocable> {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onFailure: (fn: Fn, error: unknown, attemptsLeft: number) => void;
  #isStopped = false;

  constructor(onFailure: (fn: Fn, error: unknown, attemptsLeft: number) => void) {
    this.#onFailure = onFailure;
  }

  invoke(fn: Fn, payload: Json, onGivenUp: () => Promise<void> = async () => {}): void {
    void this.#attempt(fn, { payload, onGivenUp, retriesAfterMs: RETRIES_AFTER_MS });
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #attempt(fn: Fn, event: AsyncEvent): Promise<void> {
    try {
      await fn.invoke(event.payload);
    } catch (error) {
      if (this.#isStopped) return;
      const [nextMs, ...retriesAfterMs] = event.retriesAfterMs;
      this.#onFailure(fn, error, event.retriesAfterMs.length);
      if (nextMs === undefined) return await event.onGivenUp();
      this.#later(nextMs, () => void this.#attempt(fn, { ...event, retriesAfterMs }));
    }
  }

  #later(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs);
    this.#timers.add(timer);
  }
}

interface AsyncEvent {
  readonly payload: Json;
  readonly onGivenUp: () => Promise<void>;
  readonly retriesAfterMs: readonly number[];
}
