import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { FetchRefusedError } from "#lib/app/publishing/media/fetch-refused-error.ts";
import { type AddressRules, PrivateAddressError, publicAddresses, resolvePublic } from "./public-address.ts";

export interface FetchRules extends AddressRules {
  readonly mostBytes: number;
  /** For all of it: redirects, headers and the last byte. */
  readonly timeoutMs: number;
  /** Opens a request; TLS, but for tests. */
  readonly open: (options: RequestOptions) => ReturnType<typeof request>;
}

/** Four at a time fit the disk of a function; what is larger or slower is put into the bucket by whoever has it. */
export const FETCH_RULES: FetchRules = {
  ...publicAddresses,
  mostBytes: 100 * 1024 * 1024,
  timeoutMs: 30_000,
  open: request,
};

const MOST_REDIRECTS = 3;

/**
 * Fetches a file from an address that somebody wrote into a calendar. Each host on the way is resolved once, judged, and
 * connected to by exactly the addresses that were judged: a name that changes its mind in between gains nothing. Node's
 * own client does that without a library, because it lets us look up.
 *
 * @returns its bytes as they come; reading them throws when they are too many or too slow.
 * @throws FetchRefusedError
 */
export async function fetchFile(address: string, rules: FetchRules = FETCH_RULES): Promise<AsyncIterable<Uint8Array>> {
  const signal = AbortSignal.timeout(rules.timeoutMs);
  try {
    const response = await follow(address, { rules, signal });
    return limited(response, { rules, signal });
  } catch (error) {
    throw refusal(error, signal);
  }
}

interface Attempt {
  readonly rules: FetchRules;
  readonly signal: AbortSignal;
}

async function follow(address: string, attempt: Attempt): Promise<IncomingMessage> {
  let url = readAddress(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await get(url, attempt);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) {
      throw new FetchRefusedError([404, 410].includes(statusCode) ? "not-found" : "unreachable");
    }
    url = readAddress(headers.location, url);
  }
  throw new FetchRefusedError("unreachable");
}

/** Only `https:`, and no name and password before the host: they hide which host it is. */
function readAddress(address: string, base?: URL): URL {
  const url = URL.parse(address, base);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "")
    throw new FetchRefusedError("not-public");
  return url;
}

async function get(url: URL, { rules, signal }: Attempt): Promise<IncomingMessage> {
  const { hostname, port, pathname, search } = url;
  const addresses = await resolvePublic(hostname, rules);
  const [first] = addresses;
  if (first === undefined) throw new FetchRefusedError("unreachable");
  const request = rules.open({
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port || 443,
    path: pathname + search,
    headers: { host: url.host, accept: "image/*, video/*", "accept-encoding": "identity", "user-agent": "Antenne" },
    lookup: pinnedTo(addresses),
    // A connection of its own: a kept one would belong to whatever the host led to before.
    agent: false,
    signal,
  });
  request.end();
  const [response] = await once(request, "response", { signal });
  return response;
}

function pinnedTo(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, done) => {
    if (all) return done(null, found);
    const [first] = found;
    done(null, first?.address ?? "", first?.family);
  };
}

async function* limited(response: IncomingMessage, { rules, signal }: Attempt): AsyncGenerator<Uint8Array> {
  const { mostBytes } = rules;
  let bytes = 0;
  try {
    if (Number(response.headers["content-length"] ?? 0) > mostBytes) throw new FetchRefusedError("too-large");
    for await (const piece of response) {
      bytes += piece.length;
      if (bytes > mostBytes) throw new FetchRefusedError("too-large");
      yield piece;
    }
  } catch (error) {
    throw refusal(error, signal);
  } finally {
    response.destroy();
  }
}

function refusal(error: unknown, signal: AbortSignal): FetchRefusedError {
  if (error instanceof FetchRefusedError) return error;
  if (error instanceof PrivateAddressError) return new FetchRefusedError("not-public", { cause: error });
  return new FetchRefusedError(signal.aborted ? "too-slow" : "unreachable", { cause: error });
}
