import type { Server } from "node:http";
import { type LocalServer, listen } from "#local/networks/listen.ts";
import { PortInUseError } from "./laptop-error.ts";

/**
 * Opens a server to this machine only.
 *
 * @param port 0 for any free one
 * @param purpose what the port is for, as an error tells it
 * @throws PortInUseError
 */
export async function openPort(server: Server, port: number, purpose: string): Promise<LocalServer> {
  try {
    return await listen(server, port);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new PortInUseError(port, purpose, error);
    }
    throw error;
  }
}
