import type { Agent, ClientRequestArgs } from "node:http";
import type { Socket } from "node:net";

/**
 * A crowd is claimed up to 3.5 s before its second and has left within one after it. Servers wait longer for a request,
 * and what is sent into a connection that a server closes is in doubt.
 */
const KEPT_MS = 5_000;

/** Of the 1,024 file descriptors of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_UNUSED = 600;

/** As an agent opens it. */
type Connection = NonNullable<ReturnType<Agent["createConnection"]>>;

export interface ConnectionOptions {
  readonly connect: (to: { readonly host: string; readonly port: number; readonly noDelay: boolean }) => Socket;
  /** The event after which a request can leave. */
  readonly connected: "connect" | "secureConnect";
}

/**
 * Connections that are opened before there is anything to send. To connect takes two or three journeys to the network
 * and, with TLS, four times the processor time of a request: too much to be left for a post's instant. Where the agent
 * would open a connection, it takes the oldest of these. Of all its connections it is known whether they are open.
 */
export class ConnectionsAhead {
  readonly #options: ConnectionOptions;
  /** By host and port: when each was opened. */
  readonly #unused = new Map<string, Map<Socket, number>>();
  readonly #connecting = new WeakSet<Connection>();

  constructor(agent: Agent, options: ConnectionOptions) {
    this.#options = options;
    const connectNow = agent.createConnection.bind(agent);
    agent.createConnection = (asked, callback) => this.#take(asked) ?? this.#watched(connectNow(asked, callback));
  }

  /** Never fails: a request that finds no connection opens its own, and is told if that cannot be done. */
  open(host: string, port: number): void {
    if (this.#unusedCount() >= MOST_UNUSED) return;
    const socket = this.#watched(this.#options.connect({ host, port, noDelay: true }));
    const unused = this.#unusedAt(host, port).set(socket, Date.now());
    socket.on("error", () => {});
    socket.once("close", () => unused.delete(socket));
    setTimeout(() => unused.delete(socket) && socket.destroy(), KEPT_MS).unref();
  }

  /** Whether no request can have left by it. What is not known to be connecting is taken for open. */
  isConnecting(socket: Connection): boolean {
    return this.#connecting.has(socket);
  }

  #watched<Opened extends Connection | null | undefined>(socket: Opened): Opened {
    if (!socket) return socket;
    this.#connecting.add(socket);
    socket.once(this.#options.connected, () => this.#connecting.delete(socket));
    return socket;
  }

  #take({ host, port }: ClientRequestArgs): Socket | undefined {
    const unused = this.#unusedAt(String(host), Number(port));
    for (const [socket, openedAt] of unused) {
      unused.delete(socket);
      if (isFit(socket, openedAt)) return socket;
      socket.destroy();
    }
    return undefined;
  }

  #unusedAt(host: string, port: number): Map<Socket, number> {
    const place = `${host}:${port}`;
    const unused = this.#unused.get(place) ?? new Map<Socket, number>();
    this.#unused.set(place, unused);
    return unused;
  }

  #unusedCount(): number {
    return [...this.#unused.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

/** A function may have been frozen since. And what a server says unasked (often 408) is no answer to our request. */
function isFit(socket: Socket, openedAt: number): boolean {
  return socket.writable && socket.readableLength === 0 && Date.now() - openedAt < KEPT_MS;
}
