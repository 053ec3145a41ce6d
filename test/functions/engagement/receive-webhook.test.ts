import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { handler as Handler } from "../../../functions/engagement/receive-webhook.ts";

const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
const ssm = mockClient(SSMClient);
const logged: string[] = [];
let handler: typeof Handler;

beforeEach(async () => {
  vi.stubEnv("ARCHIVE_BUCKET", "archive");
  vi.stubEnv("INGEST_QUEUE_URL", "https://sqs.example/ingest");
  vi.stubEnv("PARAMETER_PREFIX", "/antenne/test");
  vi.stubEnv("POWERTOOLS_DEV", "true");
  for (const method of ["info", "warn", "error", "log"] as const) {
    vi.spyOn(console, method).mockImplementation((...line) => void logged.push(line.join(" ")));
  }
  logged.length = 0;
  for (const mock of [s3, sqs, ssm]) mock.reset();
  s3.on(PutObjectCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"appSecrets":["canary-secret"],"verifyToken":"vt"}' } });
  vi.resetModules();
  ({ handler } = await import("../../../functions/engagement/receive-webhook.ts"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const context = { functionName: "f", awsRequestId: "r", memoryLimitInMB: "256" } as Context;

function call(given: Partial<APIGatewayProxyEventV2> & { method?: string }) {
  const event = {
    version: "2.0",
    rawPath: "/facebook",
    rawQueryString: "",
    headers: {},
    isBase64Encoded: false,
    requestContext: { http: { method: given.method ?? "POST" } },
    ...given,
  } as APIGatewayProxyEventV2;
  return handler(event, context);
}

const sign = (body: string | Buffer) => `sha256=${createHmac("sha256", "canary-secret").update(body).digest("hex")}`;
const queued = () =>
  sqs.commandCalls(SendMessageCommand).map(({ args }) => JSON.parse(args[0].input.MessageBody ?? ""));

describe("the front door", () => {
  it("keeps a recorded webhook and answers 200", async () => {
    const body = await readFile(new URL("../../../events/webhooks/facebook/comment.json", import.meta.url), "utf8");

    const answer = await call({ body, headers: { "X-Hub-Signature-256": sign(body) } });

    expect(answer.statusCode).toBe(200);
    expect(queued()).toMatchObject([{ version: 1, network: "facebook", body }]);
    const [archived] = s3.commandCalls(PutObjectCommand);
    expect(archived?.args[0].input).toMatchObject({ Bucket: "archive", Key: queued()[0].archiveKey });
  });

  it("verifies the raw bytes of a body that Lambda hands over as base64", async () => {
    const bytes = Buffer.from('{"text":"déjà vu 😀"}');

    const answer = await call({
      body: bytes.toString("base64"),
      isBase64Encoded: true,
      headers: { "x-hub-signature-256": sign(bytes) },
    });

    expect(answer.statusCode).toBe(200);
    expect(queued()).toMatchObject([{ body: '{"text":"déjà vu 😀"}' }]);
  });

  it("answers Meta's challenge", async () => {
    const rawQueryString = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=vt";

    const answer = await call({ method: "GET", rawQueryString });

    expect([answer.statusCode, answer.body]).toEqual([200, "1158201444"]);
  });

  it.each([
    ["a forged signature", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }, 403],
    ["no signature", {}, 401],
  ])("turns away %s and keeps nothing", async (_, headers, status) => {
    const answer = await call({ body: "{}", headers });

    expect(answer.statusCode).toBe(status);
    expect([s3.commandCalls(PutObjectCommand), sqs.commandCalls(SendMessageCommand)]).toEqual([[], []]);
  });

  it("answers 500, and not 200, when the queue does not take it", async () => {
    sqs.on(SendMessageCommand).rejects(new Error("queue down"));

    const answer = await call({ body: "{}", headers: { "x-hub-signature-256": sign("{}") } });

    expect(answer).toMatchObject({ statusCode: 500, body: "try again later" });
  });

  it("reads the secrets once for many calls", async () => {
    for (let n = 0; n < 3; n++) await call({ body: "{}", headers: { "x-hub-signature-256": sign("{}") } });

    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(1);
  });

  it("logs neither headers, nor secrets, nor what people wrote", async () => {
    const body = '{"text":"canary-text"}';
    sqs.on(SendMessageCommand).rejects(new Error("queue down"));

    await call({ body, headers: { "x-hub-signature-256": sign(body), cookie: "canary-cookie" } });

    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join("\n")).not.toMatch(/canary|sha256=/);
  });
});
