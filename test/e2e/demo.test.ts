import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;

let stdout = "";

// An exit code other than 0 rejects.
beforeAll(async () => {
  const run = promisify(execFile)(process.execPath, ["local/start.js", "--demo", "--json"], { cwd: ROOT });
  ({ stdout } = await run);
}, 120_000);

describe("npm run demo -- --json", () => {
  it("prints one JSON object as its last line, and nothing else there", () => {
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  });

  it("tells in it, from the networks' own truth, that everything happened once", () => {
    const number = expect.any(Number);

    expect(JSON.parse(stdout)).toEqual({
      calendar: { rows: number, imported: number, rejected: number },
      publications: { planned: number, published: number, failed: 0, uncertain: 0, duplicates: 0, lost: 0 },
      latenessMs: { p50: number, p99: number, max: number },
      messages: { received: number, routed: number, lost: 0, replied: number },
      snapshots: number,
      cost: { sqs: number, dynamodbReads: number, dynamodbWrites: number, lambda: number, s3: number },
    });
  });
});
