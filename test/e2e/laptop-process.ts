import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = new URL("../..", import.meta.url).pathname;

/** A laptop in a process of its own, which can be killed. */
export class LaptopProcess {
  readonly #child: ChildProcess;
  #said = "";

  /** @param args of Node. @default `npm start` on the folder */
  constructor(dataFolder: string, args = ["local/start.js", "--data", dataFolder, "--port", "0"]) {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
    this.#child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#said += text;
      });
    }
  }

  /** Waits until it has printed these words so often. */
  async says(words: string, count = 1, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.#said.split(words).length - 1 < count) {
      if (Date.now() > deadline || this.#child.exitCode !== null) throw new Error(`no “${words}”:\n${this.#said}`);
      await sleep(20);
    }
  }

  /** Of the page, as it was printed. */
  get pageAddress(): string {
    return /What followers see\s+(\S+)/.exec(this.#said)?.[1] ?? "";
  }

  /** @returns the exit code, if it came to one */
  async end(signal: "SIGKILL" | "SIGINT"): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    await ended;
    return this.#child.exitCode;
  }
}
