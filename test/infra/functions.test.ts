import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { buildFunctions } from "../../build.ts";
import { functionNames, functionsOf, root, synthesise } from "./synthesised.ts";

await buildFunctions();
const stack = await synthesise();
const functions = functionsOf(stack);
const SHARED = ["STAGE", "LOG_LEVEL", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"];

describe("the functions of the stack", () => {
  it("are the files of functions/, each used once", () => {
    expect(functions.map(({ properties }) => properties.Description).toSorted()).toEqual(functionNames);
  });

  it("run on Node 24 on arm64, with memory enough for Node", () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
      expect(properties.MemorySize).toBeGreaterThanOrEqual(256);
    }
  });
});

describe.each(functionNames)("%s", (name) => {
  const properties = functions.find((each) => each.properties.Description === name)?.properties;
  const variables = properties?.Environment.Variables ?? {};

  it("finds every variable that it reads in its environment, and no other", async () => {
    const { Env }: { Env: z.ZodObject } = await import(join(root, "functions", `${name}.ts`));
    const deployed = Object.entries(variables).map(([key, value]) => [key, deployedValue(key, value)]);

    expect(Env.safeParse(Object.fromEntries(deployed)).error?.issues ?? []).toEqual([]);

    const read = new Set(Object.keys(Env.shape));
    expect(Object.keys(variables).filter((key) => !read.has(key) && !SHARED.includes(key))).toEqual([]);
  });

  it("is deployed from its own bundle, which exports a handler", async () => {
    const hash = properties?.Code.S3Key.replace(".zip", "");
    const uploaded = readFileSync(join(stack.folder, `asset.${hash}`, "index.mjs"));
    const bundle = join(root, "dist", name, "index.mjs");

    expect(uploaded.equals(readFileSync(bundle))).toBe(true);
    expect(exportsOf(bundle)).toEqual(["Env", "handler"]);
  });
});

/** In a process of its own, as Lambda loads it: a bundle that needs something left out fails here. */
function exportsOf(bundle: string): unknown {
  const program = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(bundle)}))))`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }));
}

/** What CloudFormation would put for a reference: the address of a queue, the name of anything else. */
function deployedValue(key: string, value: unknown): unknown {
  if (typeof value === "string") return value;
  return key.endsWith("_URL") ? "https://sqs.eu-west-3.amazonaws.com/123456789012/queue" : "antenne-dev-name";
}
