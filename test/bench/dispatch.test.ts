import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { CrowdReport } from "../../bench/dispatch/crowd-report.ts";

const CROWD = 10_000;
let report: CrowdReport;

beforeAll(async () => {
  const script = new URL("../../bench/dispatch/crowd-process.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(CROWD)]);
  report = CrowdReport.parse(JSON.parse(stdout));
});

describe(`${CROWD} publications due in one minute`, () => {
  it("ask no partition for more than DynamoDB gives one in a second", () => {
    const { writes, indexWrites, reads } = report.peaks;

    expect(writes.unitsPerSecond).toBeLessThanOrEqual(1_000);
    expect(indexWrites.unitsPerSecond).toBeLessThanOrEqual(1_000);
    expect(reads.unitsPerSecond).toBeLessThanOrEqual(3_000);
  });

  it("are sent in messages of a hundred, but for the last of each channel and second", () => {
    expect(report.messages).toBeLessThanOrEqual(CROWD / 100 + 3 * 60);
    expect(report.sendRequests).toBe(Math.ceil(report.messages / 10));
  });

  it("cost three writes of the table and three of its index each, and hardly any for counting them", () => {
    expect(report.writeUnits / CROWD).toBeCloseTo(6, 1);
  });
});
