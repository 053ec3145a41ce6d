import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pLimit from "p-limit";
import { type Chaos, happens } from "../chaos.ts";
import { type Json, JsonValue } from "../json.ts";
import type { RequestCounter } from "../request-counts.ts";
import { ExecutionEnvironment, InvocationError } from "./execution-environment.ts";
import type { FunctionSettings } from "./function-settings.ts";

/** An environment that does not load its bundle within this time is given up: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const LOADS_WITHIN_MS = 10_000;

const CRASHES_WITHIN_MS = 200;

/** A Lambda function: a few environments, made when first needed and reused while they live. */
export class LambdaFunction {
  readonly settings: FunctionSettings;
  readonly #counter: RequestCounter;
  readonly #chaos: Chaos;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #slots: ReturnType<typeof pLimit>;
  readonly #running = new Set<Promise<Json>>();
  #isStopped = false;

  constructor(settings: FunctionSettings, { counter, chaos }: { counter: RequestCounter; chaos: Chaos }) {
    this.settings = settings;
    this.#counter = counter;
    this.#chaos = chaos;
    this.#slots = pLimit(settings.concurrency);
  }

  /**
   * Runs the handler once, after waiting for a free environment.
   *
   * @throws InvocationError
   */
  invoke(payload: Json): Promise<Json> {
    return this.#slots(async () => {
      if (this.#isStopped) throw new InvocationError({ errorType: "Stopped", errorMessage: "the laptop has stopped" });
      const running = this.#borrow(payload);
      this.#running.add(running);
      return await running.finally(() => this.#running.delete(running));
    });
  }

  /** Lets what runs come to its end, but not longer than `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    const patience = new AbortController();
    await Promise.race([
      Promise.allSettled(this.#running),
      delay(graceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    await Promise.all([...this.#all].map((environment) => environment.kill()));
  }

  async #borrow(payload: Json): Promise<Json> {
    const environment = this.#idle.pop() ?? this.#start();
    try {
      return await this.#run(environment, payload);
    } finally {
      if (environment.isDead) {
        this.#all.delete(environment);
        // A crashed handler may leave its thread behind.
        await environment.kill();
      } else this.#idle.push(environment);
    }
  }

  #start(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.settings);
    this.#all.add(environment);
    return environment;
  }

  async #run(environment: ExecutionEnvironment, payload: Json): Promise<Json> {
    const { timeoutMs, memoryMb, arn } = this.settings;
    await within(LOADS_WITHIN_MS, environment, environment.load());
    const startedAt = performance.now();
    const text = sized(JSON.stringify(payload), "Request");
    const invocation = {
      requestId: randomUUID(),
      payload: text,
      deadline: Date.now() + timeoutMs,
      arn,
    };
    if (happens(this.#chaos, this.#chaos.crash)) void this.#crash(environment);
    try {
      const answer = await within(timeoutMs, environment, environment.run(invocation));
      return JsonValue.parse(JSON.parse(sized(answer, "Response")));
    } finally {
      const billedMs = Math.ceil(performance.now() - startedAt);
      this.#counter.countInvocation((billedMs / 1000) * (memoryMb / 1024));
    }
  }

  async #crash(environment: ExecutionEnvironment): Promise<void> {
    await delay((this.#chaos.random ?? Math.random)() * CRASHES_WITHIN_MS);
    await environment.kill();
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024;

function sized(payload: string, what: "Request" | "Response"): string {
  if (Buffer.byteLength(payload) <= LARGEST_PAYLOAD_BYTES) return payload;
  throw new InvocationError({
    errorType: `Function.${what}SizeTooLarge`,
    errorMessage: `${what} payload size exceeded 6 MB`,
  });
}

/** Kills the environment when the work takes longer than it may. */
async function within<Result>(
  limitMs: number,
  environment: ExecutionEnvironment,
  work: Promise<Result>,
): Promise<Result> {
  const timer = setTimeout(() => {
    const errorMessage = `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`;
    void environment.kill(new InvocationError({ errorType: "Sandbox.Timedout", errorMessage }));
  }, limitMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
