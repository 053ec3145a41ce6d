import { once } from "node:events";
import type { Server } from "node:http";
import { PortInUseError } from "./laptop-error.ts";

export interface LocalServer {
  /** For example `http://127.0.0.1:4610`. */
  readonly origin: string;
  stop(): Promise<void>;
}

export interface Door {
  /** 0 for any free one. */
  readonly port: number;
  /** What the port is for, as an error tells it. */
  readonly purpose: string;
}

/**
 * Connections that may wait to be taken. A crowd of posts makes a thousand at once, and one that finds no room tries again
 * after a second, or three.
 */
const BACKLOG = 4_096;

/**
 * Opens a server to this machine only.
 *
 * @throws PortInUseError
 */
export async function listen(server: Server, { port, purpose }: Door): Promise<LocalServer> {
  server.listen({ port, host: "127.0.0.1", backlog: BACKLOG });
  await once(server, "listening").catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken ? new PortInUseError(port, purpose, error) : error;
  });
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  return {
    origin: `http://127.0.0.1:${actual}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
