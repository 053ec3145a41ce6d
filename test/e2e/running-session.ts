import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Session, startSession } from "#local/session.ts";

export interface ToldEvent {
  readonly type: string;
  readonly detail: unknown;
}

/** A laptop for tests, with what it told so far. */
export class RunningSession {
  readonly events: ToldEvent[] = [];
  readonly trouble: string[] = [];
  readonly #listeners = new Set<(event: ToldEvent) => void>();
  readonly dataFolder: string;
  #session: Session | undefined;

  constructor(dataFolder = mkdtempSync(join(tmpdir(), "antenne-e2e-"))) {
    this.dataFolder = dataFolder;
  }

  get session(): Session {
    if (!this.#session) throw new Error("the laptop does not run");
    return this.#session;
  }

  async start(): Promise<Session> {
    const options = {
      dataFolder: this.dataFolder,
      port: 0,
      isFresh: false,
      atMost: { batchingWindowSeconds: 1, visibilitySeconds: 20 },
    };
    this.#session = await startSession(options, {
      onEvent: (type, detail) => {
        this.events.push({ type, detail });
        for (const tell of this.#listeners) tell({ type, detail });
      },
      onTrouble: (message) => this.trouble.push(message),
    });
    return this.#session;
  }

  onEvent(listener: (event: ToldEvent) => void): void {
    this.#listeners.add(listener);
  }

  async stop(): Promise<void> {
    await this.#session?.stop();
    this.#session = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}
