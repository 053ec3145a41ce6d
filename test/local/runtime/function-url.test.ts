import { describe, expect, it } from "vitest";
import { aFunction, arnOf } from "./an-assembly.ts";
import { aLaptop } from "./running-laptop.ts";

const code = {
  mirror: "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });",
  plain: "export const handler = async () => ({ hello: 'world' });",
  refusing: `export const handler = async () => ({
    statusCode: 401, headers: { "Content-Type": "text/plain", "X-Reason": "signature" }, cookies: ["a=1", "b=2"],
    body: Buffer.from("non, désolé").toString("base64"), isBase64Encoded: true });`,
  throwing: "export const handler = async () => { throw new Error('secret detail'); };",
};

const resources = (name: keyof typeof code) => ({
  Fn: aFunction(name),
  Url: { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE", TargetFunctionArn: arnOf("Fn") } },
});

async function call(name: keyof typeof code, path = "", init: RequestInit = {}) {
  const laptop = await aLaptop({ resources: resources(name), code });
  return await fetch(`${laptop.functionUrl()}${path}`, init);
}

describe("a function URL", () => {
  it("gives the request in payload format 2.0", async () => {
    const response = await call("mirror", "facebook?hub.mode=subscribe&a=1&a=2", {
      headers: { "X-Hub-Signature-256": "sha256=1", cookie: "one=1; two=2" },
    });

    expect(await response.json()).toMatchObject({
      version: "2.0",
      rawPath: "/facebook",
      rawQueryString: "hub.mode=subscribe&a=1&a=2",
      queryStringParameters: { "hub.mode": "subscribe", a: "1,2" },
      headers: { "x-hub-signature-256": "sha256=1" },
      cookies: ["one=1", "two=2"],
      requestContext: { http: { method: "GET", path: "/facebook" } },
      isBase64Encoded: false,
    });
  });

  it.each([
    ["application/json; charset=utf-8", '{"text":"été"}', false],
    ["text/plain", "été", false],
    ["application/octet-stream", Buffer.from("été").toString("base64"), true],
  ])("gives a body of %s", async (type, expected, isBase64Encoded) => {
    const text = isBase64Encoded ? "été" : expected;

    const response = await call("mirror", "x", {
      method: "POST",
      body: Buffer.from(text),
      headers: { "content-type": type },
    });

    expect(await response.json()).toMatchObject({ body: expected, isBase64Encoded });
  });

  it("gives the answer's status, headers, cookies and bytes", async () => {
    const response = await call("refusing");

    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("text/plain");
    expect(response.headers.get("x-reason")).toBe("signature");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("non, désolé");
  });

  it("takes an answer without a status as JSON", async () => {
    const response = await call("plain");

    expect([response.status, await response.json()]).toEqual([200, { hello: "world" }]);
  });

  it("says 502 when the function throws, and nothing about why", async () => {
    const response = await call("throwing");

    expect([response.status, await response.text()]).toEqual([502, '{"Message":"Internal Server Error"}']);
  });

  it.each([
    ["a body over 6 MB", 6 * 1024 * 1024 + 1],
    ["a body that is over 6 MB in base64", 5 * 1024 * 1024],
  ])("refuses %s", async (_name, bytes) => {
    const response = await call("mirror", "x", { method: "POST", body: Buffer.alloc(bytes) });

    expect(response.status).toBe(413);
  });

  it("is found by its own name, its function's, or as the first", async () => {
    const laptop = await aLaptop({
      resources: resources("plain"),
      code,
      outputs: { WebhookUrl: { "Fn::GetAtt": ["Url", "FunctionUrl"] } },
    });

    expect([laptop.functionUrl(), laptop.functionUrl("Url"), laptop.functionUrl("Fn")]).toEqual(
      Array(3).fill(laptop.outputs.WebhookUrl),
    );
    expect(() => laptop.functionUrl("Other")).toThrow("Other");
  });
});
