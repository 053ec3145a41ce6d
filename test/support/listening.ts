import type { Server } from "node:http";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * Starts a server on this machine for the length of a test.
 *
 * @returns its origin
 */
export async function listening(server: Server | NetServer, protocol = "http"): Promise<string> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => sockets.push(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return `${protocol}://localhost:${(server.address() as AddressInfo).port}`;
}
