import * as z from "zod";
import type { Http } from "#lib/networks/http.ts";
import { createHttp } from "#lib/networks/http-client.ts";

const Origins = z.record(z.url(), z.url());

/**
 * The networks over HTTP. `NETWORK_ORIGINS` (JSON: real origin to another one) is set on the laptop alone, where
 * simulators stand in for the networks.
 */
export function networkHttp(env: Readonly<Record<string, string | undefined>> = process.env): Http {
  const origins = env.NETWORK_ORIGINS;
  return createHttp(origins === undefined ? {} : Origins.parse(JSON.parse(origins)));
}
