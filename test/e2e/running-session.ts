import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { vi } from "vitest";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import { type Session, type SessionOptions, startSession } from "#local/session.ts";

export interface ToldEvent {
  readonly type: string;
  readonly detail: unknown;
}

/** A laptop for tests, with what it told so far. */
export class RunningSession {
  readonly events: ToldEvent[] = [];
  readonly trouble: string[] = [];
  /** Everything that the functions logged. */
  readonly log: string[] = [];
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

  async start(changed: Pick<SessionOptions, "simulators"> = {}): Promise<Session> {
    const options = {
      ...changed,
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
      onLog: ({ text }) => this.log.push(text),
    });
    return this.#session;
  }

  /** Uploads a calendar as marketing does. */
  async upload(name: string, csv: string | Uint8Array): Promise<void> {
    const { clients, output } = this.session;
    const bucket = new CalendarBucket(clients.buckets, output("CalendarBucketName"));
    await bucket.upload(name, typeof csv === "string" ? Buffer.from(csv) : csv);
  }

  /** What `reports/<name>.result.csv` says. */
  async report(name: string): Promise<string> {
    const { clients, output } = this.session;
    const place = { Bucket: output("CalendarBucketName"), Key: `reports/${name}.result.csv` };
    const { Body } = await clients.buckets.send(new GetObjectCommand(place));
    return (await Body?.transformToString()) ?? "";
  }

  network(name: string): NetworkSimulator {
    const found = this.session.networks.simulators.find(({ network }) => network === name);
    if (!found) throw new Error(`no simulated ${name}`);
    return found;
  }

  /** The details of all events of a type. */
  told<Detail = Record<string, unknown>>(type: string): Detail[] {
    return this.events.flatMap((event) => (event.type === type ? [event.detail as Detail] : []));
  }

  /** Waits until so many events of a type were told. */
  async hears(type: string, count: number, timeout = 60_000): Promise<void> {
    const check = () => {
      const heard = this.told(type).length;
      if (heard < count) throw new Error(`${heard} of ${count} ${type}; trouble: ${this.trouble.join("; ")}`);
    };
    await vi.waitFor(check, { timeout, interval: 100 });
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
