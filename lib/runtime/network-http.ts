import * as z from "zod";
import { createConnectAhead, type Origins } from "#lib/networks/connections.ts";
import type { ConnectAhead, Http } from "#lib/networks/http.ts";
import { createHttp } from "#lib/networks/http-client.ts";

const OriginsText = z.record(z.url(), z.url());

type Env = Readonly<Record<string, string | undefined>>;

/** The networks over HTTP. */
export function networkHttp(env: Env = process.env): Http {
  return createHttp(originsOf(env));
}

export function networkConnectAhead(env: Env = process.env): ConnectAhead {
  return createConnectAhead(originsOf(env));
}

/** `NETWORK_ORIGINS` (JSON) is set on the laptop alone, where simulators stand in for the networks. */
function originsOf({ NETWORK_ORIGINS: text }: Env): Origins {
  return text === undefined ? {} : OriginsText.parse(JSON.parse(text));
}
