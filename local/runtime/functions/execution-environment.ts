import { Worker } from "node:worker_threads";
import { functionLog } from "./function-log.ts";
import type { FunctionSettings } from "./function-settings.ts";
import { type Invocation, WorkerAnswer } from "./messages.ts";

/** The handler threw, could not be loaded, ran out of time or memory, or its environment died. */
export class InvocationError extends Error {
  override name = "InvocationError";
  /** As Lambda tells it, for example `TypeError` or `Sandbox.Timedout`. */
  readonly errorType: string;

  constructor({ errorType, errorMessage, stack }: { errorType: string; errorMessage: string; stack?: string }) {
    super(errorMessage);
    this.errorType = errorType;
    if (stack) this.stack = stack;
  }
}

interface Waiting {
  readonly resolve: (payload: string) => void;
  readonly reject: (error: InvocationError) => void;
}

/** A worker thread that runs one invocation at a time: the bundle, an environment of its own, and a limit on memory. */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #loaded: Promise<void>;
  #waiting: Waiting | undefined;
  #failLoading: (error: InvocationError) => void = () => undefined;
  #isDead = false;

  constructor(settings: FunctionSettings) {
    const { logicalId, folder, handler, environment, memoryMb, onLog } = settings;
    this.#worker = new Worker(new URL("./worker-host.ts", import.meta.url), {
      workerData: { folder, handler },
      env: { ...environment },
      execArgv: ["--enable-source-maps"],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    this.#worker.stdout.setEncoding("utf8").on("data", functionLog({ logicalId, stream: "stdout" }, onLog));
    this.#worker.stderr.setEncoding("utf8").on("data", functionLog({ logicalId, stream: "stderr" }, onLog));
    this.#loaded = new Promise((resolve, reject) => {
      this.#failLoading = reject;
      this.#listen(resolve);
    });
    this.#loaded.catch(() => undefined);
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** @returns when the handler is loaded: only then does the clock of the first invocation run. */
  load(): Promise<void> {
    return this.#loaded;
  }

  /** @throws InvocationError */
  run(invocation: Invocation): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#isDead) return this.#die(exited());
      this.#worker.postMessage(invocation);
    });
  }

  /** Ends the thread; what it is running fails with `reason`. */
  async kill(reason: InvocationError = exited()): Promise<void> {
    this.#die(reason);
    await this.#worker.terminate();
  }

  #listen(loaded: () => void): void {
    this.#worker.on("message", (message) => {
      const answer = WorkerAnswer.parse(message);
      if (answer.kind === "loaded") loaded();
      else if (answer.kind === "not-loaded") this.#die(new InvocationError(answer.error));
      else this.#settle(answer);
    });
    this.#worker.on("error", (error: Error) =>
      this.#die(
        new InvocationError({ errorType: "Runtime.ExitError", errorMessage: error.message, stack: error.stack }),
      ),
    );
    this.#worker.on("exit", () => this.#die(exited()));
  }

  #settle(answer: Exclude<WorkerAnswer, { kind: "loaded" | "not-loaded" }>): void {
    if (answer.kind === "result") this.#waiting?.resolve(answer.payload);
    else this.#waiting?.reject(new InvocationError(answer.error));
    this.#waiting = undefined;
  }

  #die(error: InvocationError): void {
    this.#isDead = true;
    this.#failLoading(error);
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

function exited(): InvocationError {
  return new InvocationError({ errorType: "Runtime.ExitError", errorMessage: "the function's environment exited" });
}
