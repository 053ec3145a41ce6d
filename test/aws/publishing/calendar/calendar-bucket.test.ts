import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Report, reportKeyOf } from "#lib/app/publishing/calendar/ports.ts";
import { CalendarBucket, CalendarUploaded } from "#lib/aws/calendar-bucket.ts";
import { startS3 } from "#test/support/s3.ts";

const BUCKET = "calendars";
let s3: Awaited<ReturnType<typeof startS3>>;
let calendars: CalendarBucket;

beforeAll(async () => {
  vi.stubEnv("TMPDIR", await mkdtemp(join(tmpdir(), "calendar-bucket-")));
  s3 = await startS3(BUCKET);
  calendars = new CalendarBucket(s3.client, BUCKET);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await s3.stop();
});

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function* lines(count: number, failAt = -1): AsyncGenerator<Uint8Array> {
  for (let line = 0; line < count; line++) {
    if (line === failAt) throw new Error("planning failed");
    yield Buffer.from(`é,${line}\r\n`);
  }
}

const counts = { rows: 2, imported: 1, rejected: 1, warnings: 0, added: 1, changed: 0, unchanged: 0, cancelled: 0 };

const aReport = (bytes: AsyncIterable<Uint8Array>): Report => {
  return { bytes, encoding: "utf-8", about: () => ({ version: "v 1", refused: false, ...counts }) };
};

describe("CalendarBucket", () => {
  it("reads an upload as often as asked", async () => {
    const key = await calendars.upload("2026/décembre.CSV", Buffer.from("date,time"));

    const source = await calendars.find(key);

    expect(key).toBe("calendars/2026/décembre.CSV");
    expect(source?.name).toBe("2026/décembre");
    expect(Date.now() - (source?.uploadedAt.getTime() ?? 0)).toBeLessThan(60_000);
    expect(source && (await textOf(await source.open()))).toBe("date,time");
    expect(source && (await textOf(await source.open()))).toBe("date,time");
  });

  it("takes a result that was corrected and uploaded for its calendar", async () => {
    const source = await calendars.find(await calendars.upload("may.result.csv", Buffer.from("date,time")));

    expect(source && [source.name, reportKeyOf(source)]).toEqual(["may", "reports/may.result.csv"]);
  });

  it("refuses to go on with a file that was replaced while it was read", async () => {
    const source = await calendars.find(await calendars.upload("replaced.csv", Buffer.from("one")));
    await calendars.upload("replaced.csv", Buffer.from("another"));

    await expect(source?.open()).rejects.toThrow();
  });

  it.each(["calendars/deleted.csv", "calendars/folder/"])("finds nothing at %s", async (key) => {
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "calendars/folder/", Body: new Uint8Array() }));

    expect(await calendars.find(key)).toBeUndefined();
  });

  it("writes a report that nobody knows the length of, and leaves no temporary file", async () => {
    await calendars.writeReport("reports/long.result.csv", aReport(lines(20_000)));

    const report = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "reports/long.result.csv" }));
    expect(report.ContentType).toBe("text/csv; charset=utf-8");
    expect((await report.Body?.transformToString())?.split("\r\n")).toHaveLength(20_001);
    expect(await readdir(tmpdir())).toEqual([]);
  });

  it("tells of a report what it is about", async () => {
    await calendars.writeReport("reports/short.result.csv", aReport(lines(1)));

    const report = await calendars.readReport("reports/short.result.csv");
    expect(report?.about).toEqual({ version: "v 1", refused: false, ...counts });
    expect(Buffer.from(report?.bytes ?? "").toString()).toBe("é,0\r\n");
    expect(await calendars.readReport("reports/none.result.csv")).toBeUndefined();
  });

  it("writes no report when its lines break off", async () => {
    const key = "reports/broken.result.csv";

    await expect(calendars.writeReport(key, aReport(lines(10, 5)))).rejects.toThrow("planning failed");
    await expect(s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))).rejects.toThrow();
    expect(await readdir(tmpdir())).toEqual([]);
  });
});

describe("CalendarUploaded", () => {
  it("reads the key of S3's event as it is", () => {
    const event = { "detail-type": "Object Created", detail: { object: { key: "calendars/fête + co.csv", size: 10 } } };

    expect(CalendarUploaded.parse(event).detail.object.key).toBe("calendars/fête + co.csv");
  });

  it("refuses what is no calendar", () => {
    expect(CalendarUploaded.safeParse({ detail: { object: { key: "reports/a.result.csv" } } }).success).toBe(false);
  });
});
