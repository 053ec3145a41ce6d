import { createServer, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { FetchRefusedError } from "#lib/app/publishing/media/fetch-refused-error.ts";
import { FETCH_RULES, type FetchRules, fetchFile } from "#lib/web/fetch-file.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A site of this machine. */
async function serve(answer: RequestListener, host = "127.0.0.1"): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** As in the real world, except that one address of this machine counts as public and speaks without TLS. */
const here: FetchRules = {
  ...FETCH_RULES,
  resolve: async () => ["127.0.0.1"],
  isPublic: (address) => address === "127.0.0.1" || FETCH_RULES.isPublic(address),
  open: request,
};

async function read(address: string, rules: Partial<FetchRules> = {}): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await fetchFile(address, { ...here, ...rules })) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const refusal = async (address: string, rules: Partial<FetchRules> = {}) => {
  const error = await read(address, rules).catch((error: unknown) => error);
  return error instanceof FetchRefusedError ? error.because : error;
};

const pixels: RequestListener = (_, response) => response.end("pixels");

describe("fetchFile", () => {
  it("fetches a file", async () => {
    const port = await serve((request, response) => response.end(`${request.headers.host} ${request.url}`));

    expect(await read(`https://files.example:${port}/a%20b.jpg?v=1`)).toBe(`files.example:${port} /a%20b.jpg?v=1`);
  });

  it("follows a redirect, also to a part of an address", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/b") response.end("pixels");
      else response.writeHead(302, { location: request.url === "/" ? "/a" : `https://other.example:${port}/b` }).end();
    });

    expect(await read(`https://files.example:${port}/`)).toBe("pixels");
  });

  it.each([
    "http://files.example/a.jpg",
    "file:///etc/passwd",
    "ftp://files.example/a.jpg",
    "https://admin@files.example/a.jpg",
    "https://files.example:secret@169.254.169.254/",
    "https://",
  ])("refuses %s before anything is looked up", async (address) => {
    const resolve = () => Promise.reject(new Error("looked up"));

    expect(await refusal(address, { resolve })).toBe("not-public");
  });

  it.each([
    "https://127.0.0.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://017700000001/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.170.2/v2/credentials",
    "https://169.254.100.1/",
  ])("refuses %s", async (address) => {
    expect(await refusal(address, { isPublic: FETCH_RULES.isPublic })).toBe("not-public");
  });

  it("refuses the events of other functions, which Lambda hands out on this machine", async () => {
    const { resolve, isPublic } = FETCH_RULES;

    expect(await refusal("https://localhost:9001/2018-06-01/runtime/invocation/next", { resolve, isPublic })).toBe(
      "not-public",
    );
  });

  it("refuses a name that leads into a private network", async () => {
    expect(await refusal("https://10.0.0.1.nip.io/", { resolve: async () => ["10.0.0.1"] })).toBe("not-public");
  });

  it("refuses a redirect from the public into a private network, and out of TLS", async () => {
    const to = (location: string) => serve((_, response) => response.writeHead(301, { location }).end());
    const inwards = await to("https://169.254.169.254/latest/meta-data/");
    const plain = await to("http://files.example/");

    expect(await refusal(`https://files.example:${inwards}/`)).toBe("not-public");
    expect(await refusal(`https://files.example:${plain}/`)).toBe("not-public");
  });

  it("judges each host of a chain of redirects by itself", async () => {
    const port = await serve((_, response) => response.writeHead(307, { location: "https://inside.example/" }).end());
    const resolve = async (host: string) => [host === "inside.example" ? "192.168.0.10" : "127.0.0.1"];

    expect(await refusal(`https://files.example:${port}/`, { resolve })).toBe("not-public");
  });

  it("connects to the address that was judged, although the name changes its mind in between", async () => {
    const asked: string[] = [];
    const flipping = async () => (asked.push("asked") === 1 ? ["127.0.0.1"] : ["127.0.0.2"]);
    const port = await serve(pixels);
    const inner = createServer((_, response) => response.end("secrets"));
    servers.push(inner);
    await new Promise<void>((resolve) => inner.listen(port, "127.0.0.2", resolve));

    expect(await read(`https://files.example:${port}/`, { resolve: flipping })).toBe("pixels");
    expect(asked).toHaveLength(1);
  });

  it("gives up after three redirects", async () => {
    let count = 0;
    const port = await serve((_, response) => response.writeHead(302, { location: `/${++count}` }).end());

    expect(await refusal(`https://files.example:${port}/`)).toBe("unreachable");
    expect(count).toBe(4);
  });

  it.each([
    [404, "not-found"],
    [410, "not-found"],
    [403, "unreachable"],
    [500, "unreachable"],
    [204, "unreachable"],
  ])("tells what status %i means", async (status, because) => {
    const port = await serve((_, response) => response.writeHead(status).end());

    expect(await refusal(`https://files.example:${port}/`)).toBe(because);
  });

  it("does not begin with a file that says itself that it is too large", async () => {
    const port = await serve((_, response) =>
      response.writeHead(200, { "content-length": "1000" }).end("x".repeat(1000)),
    );

    expect(await refusal(`https://files.example:${port}/`, { mostBytes: 999 })).toBe("too-large");
    expect(await read(`https://files.example:${port}/`, { mostBytes: 1000 })).toHaveLength(1000);
  });

  it("cuts a body that never ends", async () => {
    const port = await serve((_, response) => {
      const pour = () => response.write("x".repeat(10_000)) && setImmediate(pour);
      response.on("drain", pour);
      pour();
    });

    expect(await refusal(`https://files.example:${port}/`, { mostBytes: 1_000_000 })).toBe("too-large");
  });

  it("cuts a body that drips, and a site that never answers", async () => {
    const dripping = await serve((_, response) => void response.write("x"));
    const silent = await serve(() => {});

    expect(await refusal(`https://files.example:${dripping}/`, { timeoutMs: 100 })).toBe("too-slow");
    expect(await refusal(`https://files.example:${silent}/`, { timeoutMs: 100 })).toBe("too-slow");
  });

  it("notices a body that breaks off", async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("x", () => response.destroy());
    });

    expect(await refusal(`https://files.example:${port}/`)).toBe("unreachable");
  });

  it("tells that nobody is there", async () => {
    const port = await serve(pixels);
    servers.pop()?.close();

    expect(await refusal(`https://files.example:${port}/`)).toBe("unreachable");
    expect(await refusal("https://nowhere.example/", { resolve: () => Promise.reject(new Error("ENOTFOUND")) })).toBe(
      "unreachable",
    );
  });

  it("speaks TLS where no test says otherwise", async () => {
    const port = await serve(pixels);

    expect(await refusal(`https://files.example:${port}/`, { open: FETCH_RULES.open })).toBe("unreachable");
  });
});
