import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runDemo } from "./demo.ts";
import { LaptopError } from "./laptop-error.ts";
import { type LaptopOptions, OptionsError, readOptions, USAGE } from "./options.ts";
import { runUntilStopped } from "./run-until-stopped.ts";

/** @returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args, temporaryFolder);
    if (!options) {
      console.log(USAGE);
      return 0;
    }
    return await start(options);
  } catch (error) {
    // What the person at the keyboard can mend is said in one line; anything else is ours, and comes with its stack.
    if (!(error instanceof LaptopError) && !(error instanceof OptionsError)) throw error;
    console.error(error.message);
    return 2;
  }
}

function start(options: LaptopOptions): Promise<number> {
  return options.isDemo ? runDemo(options) : runUntilStopped(options);
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "antenne-demo-"));
}
