import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ConnectionDroppedError, type NetworkSimulator, simulatorOf } from "#lib/networks/simulator.ts";
import { type LocalServer, listen } from "#local/listen.ts";

/** More than any network takes in one request. */
const BODY_BYTES = 64 * 1024 * 1024;

export interface SimulatorServerOptions {
  /** The real origin that the server stands in for. */
  readonly origin: string;
  readonly simulators: readonly NetworkSimulator[];
  readonly port: number;
  /** Told of what the simulators never meant to throw. */
  readonly report: (error: unknown) => void;
}

/** One real origin as a server on this machine. */
export async function startSimulatorServer(options: SimulatorServerOptions): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, options).catch((error: unknown) => {
      // No answer at all is what a client sees of a network that drops the connection, and of a broken simulator.
      if (!(error instanceof ConnectionDroppedError)) options.report(error);
      incoming.socket.destroy();
    });
  });
  return await listen(server, { port: options.port, purpose: `the simulated ${options.origin}` });
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { origin, simulators }: SimulatorServerOptions,
): Promise<void> {
  const request = await toRequest(incoming, origin);
  const simulator = simulatorOf(simulators, origin, request);
  if (!simulator) throw new Error(`nobody stands in for ${origin}`);
  const response = await simulator.handle(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}

/** The request as the real network would have got it. */
async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const { method = "GET", url = "/", headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  headers.set("host", new URL(origin).host);
  const body = await readBody(incoming);
  return new Request(new URL(url, origin), { method, headers, body: body.length > 0 ? body : undefined });
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new Error(`a request of more than ${BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
