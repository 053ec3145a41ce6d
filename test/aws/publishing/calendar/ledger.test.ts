import { randomUUID } from "node:crypto";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CalendarRecordsTable } from "#lib/aws/calendar-records-table.ts";
import { ManifestBucket } from "#lib/aws/manifest-bucket.ts";
import {
  type CalendarRecord,
  finishTurn,
  keepTurn,
  NEW_CALENDAR,
  takeTurn,
} from "#lib/domain/publishing/calendar/turns.ts";
import { startDynamoDb } from "#test/support/dynamodb.ts";
import { startS3 } from "#test/support/s3.ts";

const NOW = new Date("2026-11-26T12:00:00.000Z");
let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let s3: Awaited<ReturnType<typeof startS3>>;

beforeAll(async () => {
  [dynamoDb, s3] = await Promise.all([startDynamoDb(), startS3("calendars")]);
  await dynamoDb.createTable("publications");
});

afterAll(async () => {
  dynamoDb.stop();
  await s3.stop();
});

const taken = (record: CalendarRecord, runId: string): CalendarRecord => {
  const next = takeTurn(record, runId, NOW);
  if (!next) throw new Error("the turn is taken");
  return next;
};

describe("CalendarRecordsTable", () => {
  it("gives back what was written, and the turn to one of two", async () => {
    const records = new CalendarRecordsTable(dynamoDb.client, "publications", randomUUID);
    const read = await records.read("été/2026");
    expect(read).toEqual({ record: NEW_CALENDAR, revision: 0 });

    const both = ["one", "two"].map((runId) => records.write("été/2026", taken(read.record, runId), read));
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);

    const held = await records.read("été/2026");
    const runId = held.record.turn?.runId ?? "";
    expect(held.record).toEqual(taken(NEW_CALENDAR, runId));
    const progress = { runId, version: "v 1", parts: 3, now: NOW };
    const kept = keepTurn(held.record, progress);
    expect(kept && (await records.write("été/2026", kept, held))).toBe(true);
    const last = await records.read("été/2026");
    const finished = finishTurn(last.record, { ...progress, uploadedAt: NOW });
    expect(finished && (await records.write("été/2026", finished, last))).toBe(true);
    expect(await records.read("été/2026")).toEqual({ record: finished, revision: 3 });
    expect(await records.write("été/2026", NEW_CALENDAR, held)).toBe(false);
  });

  it("knows its own write again when the SDK repeats it", async () => {
    const records = new CalendarRecordsTable(dynamoDb.client, "publications", () => "the-same-write");
    const read = await records.read("repeated");

    await records.write("repeated", taken(read.record, "one"), read);

    expect(await records.write("repeated", taken(read.record, "one"), read)).toBe(true);
  });
});

describe("ManifestBucket", () => {
  it("keeps what an import asks for, part by part, until it is not needed any more", async () => {
    const manifests = new ManifestBucket(s3.client, "calendars");
    const name = { calendar: "2026/décembre", runId: "run-1", part: 1 };
    const entries = [{ publicationId: "p1", rowId: 'a "row"', dueAt: NOW }];
    await manifests.writePart(name, entries);
    await manifests.writePart({ ...name, part: 2 }, []);

    expect(await manifests.readPart(name)).toEqual(entries);
    expect(await manifests.readPart({ ...name, part: 2 })).toEqual([]);
    await manifests.removePart(name);
    await manifests.removePart(name);
    await expect(manifests.readPart(name)).rejects.toThrow();
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: "calendars" }));
    expect(Contents.map(({ Key }) => Key)).toEqual(["manifests/2026/décembre/run-1/2.json"]);
  });
});
