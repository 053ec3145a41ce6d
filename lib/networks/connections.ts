import { Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import { connect as connectPlainly } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { urlToHttpOptions } from "node:url";
import { type ConnectionOptions, ConnectionsAhead } from "./connections-ahead.ts";
import type { ConnectAhead } from "./http.ts";

/** Idle connections are given up before servers close them: what is sent into a connection that closes is in doubt. */
const IDLE_MS = 4_000;

/** Of the 1,024 file descriptors of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_CONNECTIONS = 800;

const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS, maxTotalSockets: MOST_CONNECTIONS };

/** How requests begin, and the connections by which they leave. */
interface Protocol {
  readonly request: typeof requestPlainly;
  readonly agent: PlainAgent;
  readonly port: number;
  readonly connections: ConnectionsAhead;
}

const PLAIN = protocol(requestPlainly, new PlainAgent(AGENT_OPTIONS), {
  port: 80,
  connect: connectPlainly,
  connected: "connect",
});

const SECURE = protocol(requestSecurely, new SecureAgent(AGENT_OPTIONS), {
  port: 443,
  connect: (to) => connectSecurely({ ...to, servername: to.host, ALPNProtocols: ["http/1.1"] }),
  connected: "secureConnect",
});

function protocol(
  request: Protocol["request"],
  agent: PlainAgent,
  { port, ...options }: ConnectionOptions & { readonly port: number },
): Protocol {
  return { request, agent, port, connections: new ConnectionsAhead(agent, options) };
}

export function protocolOf(target: URL): Protocol {
  return target.protocol === "https:" ? SECURE : PLAIN;
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
    const { connections, port } = protocolOf(target);
    connections.open(String(urlToHttpOptions(target).hostname), Number(target.port || port));
  };
}
