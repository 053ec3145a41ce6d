import { onTestFinished, vi } from "vitest";
import type { EventBridgeEvent } from "#local/runtime/events/event-bus.ts";
import type { FunctionLogLine } from "#local/runtime/functions/function-log.ts";
import type { JsonObject } from "#local/runtime/json.ts";
import { type Laptop, type LaptopOptions, startLaptop } from "#local/runtime/laptop.ts";
import { aFolder, anAssembly } from "./an-assembly.ts";

export interface RunningLaptop extends Laptop {
  readonly logged: FunctionLogLine[];
  readonly events: EventBridgeEvent[];
  /** The JSON lines of functions that hold this name, as soon as there are so many. */
  records(name: string, count: number): Promise<JsonObject[]>;
  /** Settings for an AWS client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

type Parts = Parameters<typeof anAssembly>[0] & Partial<LaptopOptions>;

/** A laptop on free ports with an empty data folder, until the test ends. */
export async function aLaptop({ resources, outputs, code, ...options }: Parts): Promise<RunningLaptop> {
  const logged: FunctionLogLine[] = [];
  const events: EventBridgeEvent[] = [];
  const laptop = await startLaptop({
    assembly: anAssembly({ resources, outputs, code }),
    dataFolder: aFolder(),
    ports: { aws: 0, functionUrl: 0 },
    firstScheduleAfterMs: 50,
    onLog: (line) => logged.push(line),
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => laptop.stop());
  return {
    ...laptop,
    logged,
    events,
    records: (name, count) =>
      vi.waitFor(
        () => {
          const found = logged.flatMap(({ record }) => (record && name in record ? [record] : []));
          if (found.length < count) throw new Error(`${found.length} of ${count} records of ${name}`);
          return found;
        },
        { timeout: 25_000, interval: 10 },
      ),
    client: {
      endpoint: laptop.endpoint,
      region: "eu-west-3",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
  };
}
