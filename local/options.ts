import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface LaptopOptions {
  /** Ends by itself, with a summary, when everything planned has happened. */
  readonly isDemo: boolean;
  /** The summary as one JSON object, on the last line. */
  readonly isJson: boolean;
  /** Forgets everything that happened before. */
  readonly isFresh: boolean;
  readonly dataFolder: string;
  /** The data folder was made for this run and goes with it. */
  readonly isTemporary: boolean;
  /** The first of a few ports next to each other; 0 for any free ones. */
  readonly port: number;
}

export const USAGE = `Runs the whole of Antenne on this machine, with simulated networks.

  npm start                          until Ctrl-C; goes on where it stopped
  npm start -- --fresh               forgets everything and begins anew
  npm run demo                       ends by itself, with a summary
  npm run --silent demo -- --json    the summary as JSON on the last line

  --data <folder>   where it keeps its state       (default .antenne; the demo: a temporary folder)
  --port <number>   the first of ten ports it uses (default 4570; 0: any free ones)`;

/** What was asked for makes no sense; the message says what would. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
}

const DEFAULT_PORT = 4570;
const LAST_PORT = 65_535 - 10;

/** @returns undefined when help was asked for. */
export function readOptions(args: readonly string[], temporaryFolder: () => string): LaptopOptions | undefined {
  const { demo, json, fresh, data, port, help } = parse(args);
  if (help) return undefined;
  const isDemo = demo ?? false;
  const isTemporary = isDemo && data === undefined;
  return {
    isDemo,
    isJson: json ?? false,
    // The demo begins at the beginning each time, and leaves alone what `npm start` has made.
    isFresh: isDemo || (fresh ?? false),
    isTemporary,
    port: readPort(port, isDemo),
    dataFolder: isTemporary ? temporaryFolder() : resolve(data ?? ".antenne"),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        demo: { type: "boolean" },
        json: { type: "boolean" },
        fresh: { type: "boolean" },
        data: { type: "string" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new OptionsError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, { cause: error });
  }
}

/** The demo takes any free ports, so that it runs beside a laptop that is up. */
function readPort(written: string | undefined, isDemo: boolean): number {
  if (written === undefined) return isDemo ? 0 : DEFAULT_PORT;
  const port = Number(written);
  if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) {
    throw new OptionsError(`--port takes a whole number from 0 to ${LAST_PORT}, not "${written}".`);
  }
  return port;
}
