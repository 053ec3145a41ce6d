import { Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import { connect as connectPlainly } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { urlToHttpOptions } from "node:url";
import { ConnectionsAhead } from "./connections-ahead.ts";
import type { ConnectAhead } from "./http.ts";

/** Idle connections are given up before servers close them: what is sent into a connection that closes is in doubt. */
const IDLE_MS = 4_000;

/** Of the 1,024 file descriptors of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_CONNECTIONS = 800;

const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS, maxTotalSockets: MOST_CONNECTIONS };

const plain = new PlainAgent(AGENT_OPTIONS);
const secure = new SecureAgent(AGENT_OPTIONS);

/** The two protocols: how a request begins, and after which event of its connection it may leave. */
const PLAIN = {
  request: requestPlainly,
  agent: plain,
  connected: "connect",
  port: 80,
  ahead: new ConnectionsAhead(plain, { connect: connectPlainly, connected: "connect" }),
};
const SECURE = {
  request: requestSecurely,
  agent: secure,
  connected: "secureConnect",
  port: 443,
  ahead: new ConnectionsAhead(secure, {
    connect: (to) => connectSecurely({ ...to, servername: to.host, ALPNProtocols: ["http/1.1"] }),
    connected: "secureConnect",
  }),
};

export function protocolOf({ protocol }: URL): typeof PLAIN | typeof SECURE {
  return protocol === "https:" ? SECURE : PLAIN;
}

/** Redirects whole origins, for example `https://graph.facebook.com` to a simulator on this machine. */
export type Origins = Readonly<Record<string, string>>;

export function redirected(url: URL, origins: Origins): URL {
  const origin = origins[url.origin];
  return origin === undefined ? url : new URL(url.pathname + url.search, origin);
}

/** The real `ConnectAhead`. */
export function createConnectAhead(origins: Origins = {}): ConnectAhead {
  return (origin) => {
    const target = redirected(new URL(origin), origins);
    const { ahead, port } = protocolOf(target);
    ahead.open(String(urlToHttpOptions(target).hostname), Number(target.port || port));
  };
}
