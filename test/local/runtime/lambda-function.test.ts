import { describe, expect, it } from "vitest";
import { aFunction } from "./an-assembly.ts";
import { aLaptop } from "./running-laptop.ts";

const code = {
  echo: "export const handler = async (event) => ({ echoed: event });",
  context: `export const handler = async (_event, context) => ({
    name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB });`,
  environment: `export const handler = async ({ set }) => {
    const before = process.env.LEFT_BEHIND ?? null;
    if (set) process.env.LEFT_BEHIND = set;
    return { before, own: process.env.OWN, endpoint: process.env.AWS_ENDPOINT_URL, given: process.env.GIVEN };
  };`,
  endless: "export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));",
  spinning: "export const handler = async ({ spin }) => { while (spin); return 'fine'; };",
  dying: "export const handler = async ({ die }) => { if (die) process.exit(3); return 'alive'; };",
  throwing: "export const handler = async () => { throw new TypeError('no such thing'); };",
  broken: "throw new Error('this bundle cannot start');",
  greedy: "export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };",
  counting: "let count = 0; export const handler = async () => ++count;",
  talking: `export const handler = async () => {
    console.log(JSON.stringify({ level: "WARN", message: "hello" }));
    console.log("plain");
    console.log(JSON.stringify({ _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "Published" }] }] }, Published: 3 }));
  };`,
};

const one = (name: keyof typeof code, properties: object = {}) =>
  aLaptop({ resources: { Fn: aFunction(name, properties) }, code });

describe("a function", () => {
  it("gets its payload and gives its answer", async () => {
    const laptop = await one("echo");

    expect(await laptop.invoke("Fn", { text: "déjà vu 🥐" })).toEqual({ echoed: { text: "déjà vu 🥐" } });
    expect(laptop.requestCounts().lambda).toMatchObject({ invocations: 1 });
    expect(laptop.requestCounts().lambda.gbSeconds).toBeGreaterThan(0);
  });

  it("knows who it is and how long it may run", async () => {
    const laptop = await one("context");

    const answer = await laptop.invoke("Fn", {});

    const { ref, attributes } = laptop.resource("Fn");
    expect(answer).toMatchObject({ name: ref, arn: attributes.Arn, memory: "128" });
    expect(answer).toHaveProperty("id", expect.stringMatching(/^[0-9a-f-]{36}$/));
    expect(answer).toHaveProperty(
      "remaining",
      expect.toSatisfy((ms: number) => ms > 3_000 && ms <= 5_000),
    );
  });

  it("has an environment of its own", async () => {
    const laptop = await aLaptop({
      resources: {
        Left: aFunction("environment", { Environment: { Variables: { OWN: "left" } } }),
        Right: aFunction("environment", { Environment: { Variables: { OWN: "right" } } }),
      },
      code,
      environment: { GIVEN: "to all" },
    });

    await laptop.invoke("Left", { set: "a trace" });

    const given = { endpoint: laptop.endpoint, given: "to all" };
    expect(await laptop.invoke("Left", {})).toEqual({ before: "a trace", own: "left", ...given });
    expect(await laptop.invoke("Right", {})).toEqual({ before: null, own: "right", ...given });
    expect(process.env.LEFT_BEHIND).toBeUndefined();
  });

  it.each(["endless", "spinning"] as const)("is ended when it takes too long (%s)", async (name) => {
    const laptop = await one(name, { Timeout: 1 });

    await expect(laptop.invoke("Fn", { spin: true })).rejects.toMatchObject({
      errorType: "Sandbox.Timedout",
      message: "Task timed out after 1.00 seconds",
    });
  });

  it("starts anew after its environment died, and nothing else dies with it", async () => {
    const laptop = await one("dying");

    await expect(laptop.invoke("Fn", { die: true })).rejects.toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await laptop.invoke("Fn", {})).toBe("alive");
  });

  it.each([
    ["throwing", { errorType: "TypeError", message: "no such thing" }],
    ["broken", { errorType: "Error", message: "this bundle cannot start" }],
    ["greedy", { errorType: "Runtime.ExitError" }],
  ] as const)("fails plainly (%s)", async (name, expected) => {
    const laptop = await one(name, { Timeout: 20 });

    await expect(laptop.invoke("Fn", {})).rejects.toMatchObject(expected);
  });

  it("stays warm between invocations", async () => {
    const laptop = await one("counting");

    expect(await laptop.invoke("Fn", {})).toBe(1);
    expect(await laptop.invoke("Fn", {})).toBe(2);
  });

  it("runs no more invocations at once than it may", async () => {
    const laptop = await aLaptop({ resources: { Fn: aFunction("counting") }, code, concurrency: 1 });

    expect(await Promise.all([1, 2, 3].map(() => laptop.invoke("Fn", {})))).toEqual([1, 2, 3]);
  });

  it("tells its log lines, records and metrics", async () => {
    const laptop = await one("talking");

    await laptop.invoke("Fn", {});
    await laptop.records("_aws", 1);

    expect(laptop.logged).toMatchObject([
      { logicalId: "Fn", stream: "stdout", level: "WARN", record: { message: "hello" } },
      { text: "plain" },
      { metrics: { Published: [3] } },
    ]);
  });

  it("dies in the middle of its work when chaos is asked for", async () => {
    const chaos = { crash: 1 };
    const laptop = await aLaptop({ resources: { Fn: aFunction("endless") }, code, chaos });

    await expect(laptop.invoke("Fn", {})).rejects.toMatchObject({ errorType: "Runtime.ExitError" });
  });
});
