import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ANTENNE = new URL("../../cli/antenne.js", import.meta.url).pathname;

/** Runs the command line as people do: a process of its own, here without a terminal. */
export async function antenne(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  /** On standard input. @default nothing */
  input = "",
): Promise<Finished> {
  const { AWS_ENDPOINT_URL: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    FORCE_COLOR: undefined,
    ANTENNE_DATA: undefined,
    ANTENNE_STAGE: undefined,
    ...environment,
  };
  const child = spawn(process.execPath, [ANTENNE, ...args], { env, stdio: "pipe" });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}
