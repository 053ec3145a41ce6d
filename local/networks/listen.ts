import { once } from "node:events";
import type { Server } from "node:http";

export interface LocalServer {
  /** For example `http://127.0.0.1:4610`. */
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Opens a server to this machine only.
 *
 * @param port 0 for any free one
 * @throws the system's error, for example EADDRINUSE
 */
export async function listen(server: Server, port: number): Promise<LocalServer> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
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
