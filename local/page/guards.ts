import type { IncomingMessage } from "node:http";
import { PageError } from "./page-error.ts";

/** Room for the longest text, every character of it escaped. */
const BODY_BYTES = 32 * 1024;

/** Refuses names that somebody else's domain could point to this machine. */
export function requireOwnHost({ headers: { host = "" } }: IncomingMessage): void {
  const name = URL.parse(`http://${host}`)?.hostname;
  if (name !== "127.0.0.1" && name !== "localhost") throw new PageError(421, "this page is served on 127.0.0.1 only");
}

/** Refuses what another site makes a browser send. Tools that are no browser send neither header. */
export function requireOwnOrigin({ headers }: IncomingMessage): void {
  const { origin, host, "sec-fetch-site": site } = headers;
  const isForeign =
    (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin");
  if (isForeign) throw new PageError(403, "only this page itself may write");
}

/** @throws PageError when the body is too large or is no JSON */
export async function readJson(incoming: IncomingMessage): Promise<unknown> {
  if (!incoming.headers["content-type"]?.startsWith("application/json")) throw new PageError(415, "send JSON");
  if (Number(incoming.headers["content-length"]) > BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new PageError(400, "that is not JSON");
  }
}

function tooLarge(): PageError {
  return new PageError(413, `send at most ${BODY_BYTES} bytes`);
}
