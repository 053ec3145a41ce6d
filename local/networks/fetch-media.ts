import type { SimulatorOptions } from "#lib/networks/simulator.ts";

const TIMEOUT_MS = 20_000;

/** Fetches a file from the address that a post gave, as the servers of a network do. */
export const fetchMedia: SimulatorOptions["fetchMedia"] = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  // The address is left out: a presigned one is a key.
  if (!response.ok) throw new Error(`the media's address answered ${response.status}`);
  // S3 says the type that the address was signed with; the embedded one says what the file was uploaded as.
  const signed = url.searchParams.get("response-content-type");
  const contentType = signed ?? response.headers.get("content-type") ?? "application/octet-stream";
  return { contentType, bytes: new Uint8Array(await response.arrayBuffer()) };
};
