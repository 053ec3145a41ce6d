import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createServer as createPlainServer } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { NotSentError, OutcomeUnknownError } from "#lib/networks/errors.ts";
import type { HttpRequest } from "#lib/networks/http.ts";
import { createHttp } from "#lib/networks/http-client.ts";
import { localhostCertificate, trustLocalhost } from "#local/networks/localhost-certificate.ts";
import { listening } from "#test/support/listening.ts";

const serving = (answer: RequestListener) => listening(createServer(answer));

async function outcomeOf(origin: string, request: Partial<HttpRequest> = {}): Promise<unknown> {
  const url = new URL("/v26.0/me/feed?access_token=secret", origin);
  return await createHttp()({ method: "POST", url, body: "{}", ...request }).catch((error: unknown) => error);
}

describe("a request", () => {
  it.each([
    { body: "Joyeux Noël 🎄", type: "text/plain;charset=UTF-8", written: "Joyeux Noël 🎄" },
    { body: new Uint8Array([0x63, 0x61, 0x66, 0xc3, 0xa9]), type: undefined, written: "café" },
    {
      body: new URLSearchParams({ q: "é&" }),
      type: "application/x-www-form-urlencoded;charset=UTF-8",
      written: "q=%C3%A9%26",
    },
    { body: undefined, type: undefined, written: "" },
  ])("arrives as it was written: $written", async ({ body, type, written }) => {
    let arrived: unknown;
    const origin = await serving(async (request, response) => {
      const { method, url, headers } = request;
      arrived = {
        method,
        url,
        body: await text(request),
        type: headers["content-type"],
        length: headers["content-length"],
      };
      response.end();
    });

    await outcomeOf(origin, { body });

    const url = "/v26.0/me/feed?access_token=secret";
    expect(arrived).toEqual({ method: "POST", url, body: written, type, length: String(Buffer.byteLength(written)) });
  });

  it("carries a form with a file", async () => {
    const form = new FormData();
    form.set("media", new Blob(["bytes"], { type: "image/png" }), "pain.png");
    let [type, body]: (string | undefined)[] = [];
    const origin = await serving(async (request, response) => {
      type = request.headers["content-type"];
      body = await text(request);
      response.end();
    });

    await outcomeOf(origin, { body: form });

    expect(type).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toContain('name="media"; filename="pain.png"\r\nContent-Type: image/png\r\n\r\nbytes\r\n');
  });

  it("has the headers of its maker, and says who we are", async () => {
    let arrived: unknown;
    const origin = await serving(({ headers }, response) => {
      arrived = headers;
      response.end();
    });

    await outcomeOf(origin, { headers: { "Content-Type": "application/json", authorization: "Bearer t" } });

    expect(arrived).toMatchObject({
      "content-type": "application/json",
      authorization: "Bearer t",
      "user-agent": "Antenne",
    });
  });

  it("goes to another origin where that is wanted, path and query untouched", async () => {
    let arrived: string | undefined;
    const origin = await serving(({ url }, response) => {
      arrived = url;
      response.end();
    });

    const http = createHttp({ "https://graph.facebook.com": origin });
    await http({ method: "GET", url: new URL("https://graph.facebook.com/v26.0/1?fields=id,name") });

    expect(arrived).toBe("/v26.0/1?fields=id,name");
  });
});

describe("an answer", () => {
  it("is given whole, whatever its status, and not followed elsewhere", async () => {
    const origin = await serving((_, response) => {
      response.writeHead(302, {
        location: "/elsewhere",
        "x-app-usage": '{"call_count":28}',
        "set-cookie": ["a=1", "b=2"],
      });
      response.write(Buffer.from("caf\xc3", "latin1"));
      setTimeout(() => response.end(Buffer.from("\xa9", "latin1")), 20);
    });

    const answer = await createHttp()({ method: "GET", url: new URL(origin) });

    expect(answer).toMatchObject({ status: 302, text: "café" });
    expect(answer.headers.get("X-App-Usage")).toBe('{"call_count":28}');
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("comes over a connection that was there already", async () => {
    const ports = new Set<number | undefined>();
    const origin = await serving(({ socket }, response) => {
      ports.add(socket.remotePort);
      response.end("yes");
    });

    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    for (let count = 0; count < 20; count++) expect(await outcomeOf(origin)).toMatchObject({ text: "yes" });
    await new Promise(setImmediate);

    expect(ports.size).toBe(1);
    expect(warnings).toEqual([]);
  });
});

describe("a request that never left", () => {
  const NOT_SENT = expect.any(NotSentError);

  it("is told where nobody listens", async () => {
    const server = createServer();
    const origin = await listening(server);
    server.close();

    expect(await outcomeOf(origin)).toEqual(NOT_SENT);
    expect(await outcomeOf(origin)).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("is told where the name is unknown", async () => {
    expect(await outcomeOf("https://nobody.invalid")).toEqual(NOT_SENT);
  });

  it("is told where a header cannot be written", async () => {
    const origin = await serving((_, response) => void response.end());
    expect(await outcomeOf(origin, { headers: { authorization: "Bearer\n" } })).toEqual(NOT_SENT);
  });

  it.each(["never answers", "hangs up"])(
    "is told where a server takes the connection and then %s",
    async (behaviour) => {
      let received = "";
      const server = createPlainServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", (data) => {
          received += data.toString("latin1");
          if (behaviour === "hangs up") socket.destroy();
        });
      });
      const origin = await listening(server, "https");

      expect(await outcomeOf(origin, { timeoutMs: 300 })).toEqual(NOT_SENT);
      expect(received).not.toContain("v26.0");
    },
  );

  it("is told where the server is not who it says it is", async () => {
    let requests = 0;
    const server = createSecureServer(localhostCertificate, (_, response) => {
      requests += 1;
      response.end();
    });

    const error = await outcomeOf(await listening(server, "https"));

    expect(error).toEqual(NOT_SENT);
    expect(error).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(requests).toBe(0);
  });
});

describe("a request whose outcome nobody knows", () => {
  const UNKNOWN = expect.any(OutcomeUnknownError);

  it("is one that is not answered in time, and tells no token", async () => {
    const error = await outcomeOf(await serving(() => {}), { timeoutMs: 100 });

    expect(error).toEqual(UNKNOWN);
    expect(error).toMatchObject({ code: "TIMEOUT", message: expect.stringMatching(/\/v26\.0\/me\/feed$/) });
  });

  it("is one whose answer does not end in time", async () => {
    const origin = await serving((_, response) => void response.writeHead(200).write("{"));
    expect(await outcomeOf(origin, { timeoutMs: 100 })).toEqual(UNKNOWN);
  });

  it("is one after which the connection is reset", async () => {
    const origin = await serving(({ socket }) => void socket.destroy());
    expect(await outcomeOf(origin)).toEqual(UNKNOWN);
  });

  it("is one whose answer breaks off", async () => {
    const origin = await serving((_, response) => {
      response.writeHead(200, { "content-length": 100 }).write("half");
      setTimeout(() => response.destroy(), 20);
    });
    expect(await outcomeOf(origin)).toEqual(UNKNOWN);
  });

  it("is one whose answer is no HTTP", async () => {
    const server = createPlainServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("220 smtp.example ESMTP\r\n"));
    });
    expect(await outcomeOf(await listening(server))).toEqual(UNKNOWN);
  });

  it("is one that was sent over an old connection, which the server then closes", async () => {
    let requests = 0;
    const origin = await serving(({ socket }, response) => {
      requests += 1;
      if (requests === 1) response.end("yes");
      else socket.destroy();
    });
    expect(await outcomeOf(origin)).toMatchObject({ text: "yes" });

    expect(await outcomeOf(origin)).toEqual(UNKNOWN);
    expect(requests).toBe(2);
  });

  it("is one that arrived over TLS", async () => {
    onTestFinished(trustLocalhost());
    const answers: RequestListener[] = [
      (_, response) => void response.end("yes"),
      ({ socket }) => void socket.destroy(),
    ];
    const server = createSecureServer(localhostCertificate, (...call) => answers.shift()?.(...call));
    const origin = await listening(server, "https");

    expect(await outcomeOf(origin)).toMatchObject({ status: 200, text: "yes" });
    expect(await outcomeOf(origin)).toEqual(UNKNOWN);
    answers.push(({ socket }) => void socket.destroy());
    expect(await outcomeOf(origin)).toEqual(UNKNOWN);
  });
});
