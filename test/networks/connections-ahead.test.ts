import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createPlainServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createConnectAhead } from "#lib/networks/connections.ts";
import { NotSentError } from "#lib/networks/errors.ts";
import { createHttp } from "#lib/networks/http-client.ts";
import { localhostCertificate, trustLocalhost } from "#local/networks/localhost-certificate.ts";
import { listening } from "#test/support/listening.ts";

const connectAhead = createConnectAhead();

async function outcomeOf(origin: string, { timeoutMs = 2_000 } = {}): Promise<unknown> {
  const url = new URL("/posts", origin);
  return await createHttp()({ method: "POST", url, body: "{}", timeoutMs }).catch((error: unknown) => error);
}

/** A network that keeps its connections in the order in which they came, and notes over which of them each request comes. */
async function network({ isSecure = false } = {}) {
  const connections: Socket[] = [];
  const usedBy: number[] = [];
  const answer: RequestListener = ({ socket }, response) => {
    usedBy.push(connections.indexOf(socket));
    response.end("yes");
  };
  const server = isSecure ? createSecureServer(localhostCertificate, answer) : createServer(answer);
  server.on(isSecure ? "secureConnection" : "connection", (socket: Socket) => connections.push(socket));
  return {
    server,
    connections,
    usedBy,
    origin: await listening(server, isSecure ? "https" : "http"),
    connected: (count: number) => vi.waitFor(() => expect(connections).toHaveLength(count)),
  };
}

describe("a connection that was opened ahead", () => {
  it("carries the next request, and each only one", async () => {
    const { origin, connected, usedBy } = await network();
    for (let count = 0; count < 3; count++) connectAhead(origin);
    await connected(3);

    await Promise.all([1, 2, 3, 4].map(() => outcomeOf(origin)));

    expect(usedBy.toSorted()).toEqual([0, 1, 2, 3]);
  });

  it("goes to the origin that stands in for the real one", async () => {
    const { origin, connected } = await network();

    createConnectAhead({ "https://graph.facebook.com": origin })("https://graph.facebook.com");

    await connected(1);
  });

  it("carries a request over TLS, also one that comes while it is still shaking hands", async () => {
    onTestFinished(trustLocalhost());
    const { origin, connected, usedBy } = await network({ isSecure: true });

    connectAhead(origin);
    expect(await outcomeOf(origin)).toMatchObject({ text: "yes" });
    connectAhead(origin);
    await connected(2);

    await Promise.all([outcomeOf(origin), outcomeOf(origin)]);

    expect(usedBy.toSorted()).toEqual([0, 0, 1]);
  });

  it.each(["never ends", "fails"])(
    "is no excuse for doubt: a request is known not to have left when its handshake %s",
    async (handshake) => {
      const server = createPlainServer((socket) => {
        socket.on("error", () => {});
        if (handshake === "fails") socket.once("data", () => setTimeout(() => socket.destroy(), 50));
      });
      const origin = await listening(server, "https");
      const connected = once(server, "connection");

      connectAhead(origin);
      await connected;
      await sleep(20);

      expect(await outcomeOf(origin, { timeoutMs: 200 })).toEqual(expect.any(NotSentError));
    },
  );

  it("harms nothing where nobody listens", async () => {
    const { origin, server } = await network();
    server.close();

    connectAhead(origin);
    await sleep(50);

    expect(await outcomeOf(origin)).toEqual(expect.any(NotSentError));
  });

  it("is not used when the server has closed it meanwhile", async () => {
    const { origin, connections, connected, usedBy } = await network();
    connectAhead(origin);
    await connected(1);
    connections[0]?.end();
    await sleep(50);

    expect(await outcomeOf(origin)).toMatchObject({ text: "yes" });
    expect(usedBy).toEqual([1]);
  });

  it("is not used when the server has said something: that answers no request of ours", async () => {
    const connections: Socket[] = [];
    const server = createPlainServer((socket) => {
      if (connections.push(socket) === 1) socket.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
      else socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"));
    });
    const origin = await listening(server);
    connectAhead(origin);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    await sleep(50);

    expect(await outcomeOf(origin)).toMatchObject({ status: 200, text: "yes" });
  });

  it("is closed when no request comes for five seconds", async () => {
    useFakeTime();
    const { origin, server, connections } = await network();
    const connected = once(server, "connection");
    connectAhead(origin);
    await connected;
    const [socket] = connections;
    if (!socket) throw new Error("nothing is connected");
    const closed = once(socket, "close");

    vi.advanceTimersByTime(4_999);
    expect(socket.closed).toBe(false);
    vi.advanceTimersByTime(1);

    await closed;
  });

  it("is not used when the process was frozen for as long", async () => {
    useFakeTime();
    const { origin, server, usedBy } = await network();
    const connected = once(server, "connection");
    connectAhead(origin);
    await connected;

    vi.setSystemTime(Date.now() + 5_000);

    expect(await outcomeOf(origin)).toMatchObject({ text: "yes" });
    expect(usedBy).toEqual([1]);
  });
});

function useFakeTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
}
