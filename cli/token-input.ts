import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import * as z from "zod";
import type { NewToken } from "#lib/networks/network.ts";
import { CommandFailure } from "./failure.ts";

/** What a token endpoint answers (RFC 6749, 5.1), so that its answer can be piped in as it is. */
const OAuthAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  /** Seconds. */
  expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

const HOW = `Give the token on standard input, alone or as the network's own JSON answer
({"access_token": "…", "refresh_token": "…", "expires_in": 7200}), or type it when asked.
\`channels add\` also takes an access token from the environment variable ANTENNE_ACCESS_TOKEN.`;

/**
 * Reads a token without showing it: an argument would stay in the shell's history and show in the list of processes.
 *
 * @param now for tokens that say how long they live
 * @throws CommandFailure
 */
export async function readToken(now: Date, input = process.stdin): Promise<NewToken> {
  if (input.isTTY) return await askForToken(input);
  return understandToken(await text(input), now);
}

/** @throws CommandFailure, without a word of what was written */
export function understandToken(written: string, now: Date): NewToken {
  const trimmed = written.trim();
  if (trimmed === "") throw new CommandFailure(`There is no token. ${HOW}`);
  if (!trimmed.startsWith("{")) {
    if (/\s/.test(trimmed)) throw new CommandFailure(`That is more than one token. ${HOW}`);
    return { accessToken: trimmed };
  }
  const answer = OAuthAnswer.safeParse(readJson(trimmed));
  if (!answer.success) throw new CommandFailure(`That JSON holds no access_token. ${HOW}`);
  const { access_token: accessToken, refresh_token: refreshToken, expires_in, scope } = answer.data;
  const expiresAt = expires_in === undefined ? undefined : new Date(now.getTime() + expires_in * 1_000);
  return { accessToken, refreshToken, expiresAt, scopes: scope?.split(/[ ,]+/).filter(Boolean) };
}

async function askForToken(input: NodeJS.ReadStream): Promise<NewToken> {
  const accessToken = await askSilently(input, "access token: ");
  if (accessToken === "") throw new CommandFailure(`There is no token. ${HOW}`);
  const refreshToken = await askSilently(input, "refresh token (empty if there is none): ");
  return { accessToken, refreshToken: refreshToken || undefined };
}

async function askSilently(input: NodeJS.ReadStream, question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  try {
    return (await lines.question("")).trim();
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function readJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
