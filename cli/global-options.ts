import type { Command } from "commander";
import * as z from "zod";
import { createOutput, type Output } from "./output.ts";
import { type Outputs, openTarget } from "./target.ts";

const GlobalOptions = z.object({ stage: z.string().optional(), data: z.string(), json: z.boolean().default(false) });

export function outputOf(command: Command): Output {
  return createOutput(GlobalOptions.parse(command.optsWithGlobals()).json);
}

/** @throws CommandFailure when neither the laptop nor the stage can be reached. */
export async function targetOf(command: Command): Promise<Outputs> {
  return await openTarget(GlobalOptions.parse(command.optsWithGlobals()));
}

/** The deployed stage that was named; undefined for the laptop. */
export function stageOf(command: Command): string | undefined {
  return GlobalOptions.parse(command.optsWithGlobals()).stage;
}
