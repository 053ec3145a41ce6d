import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanResult } from "#lib/app/publishing/calendar/ports.ts";
import { OutcomeBucket } from "#lib/aws/outcome-bucket.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { startS3 } from "#test/support/s3.ts";

const BUCKET = "calendars";
let s3: Awaited<ReturnType<typeof startS3>>;
let outcomes: OutcomeBucket;

beforeAll(async () => {
  s3 = await startS3(BUCKET);
  outcomes = new OutcomeBucket(s3.client, BUCKET);
});
afterAll(() => s3.stop());

const results = new Map<string, PlanResult>([
  ["p1", { outcome: "added" }],
  [
    "p2",
    {
      outcome: "already-out",
      known: { calendar: "december", revision: 2, state: "published", url: "https://example.org/1" },
    },
  ],
]);

describe("the outcomes of unfinished imports", () => {
  it("are read as they were written, upload by upload", async () => {
    const upload = { calendar: "2026/december", version: "v1" };
    await outcomes.write(upload, 1, results);
    await outcomes.write(upload, 2, new Map());

    expect(await outcomes.read(upload, 1)).toEqual(results);
    expect(await outcomes.count(upload)).toBe(2);
    expect(await outcomes.count({ ...upload, version: "v" })).toBe(0);
    expect(await outcomes.count({ ...upload, calendar: "2026" })).toBe(0);
  });

  it("keep of a publication only what a result tells", async () => {
    const upload = { calendar: "november", version: "v1" };
    await outcomes.write(
      upload,
      1,
      new Map([
        ["p1", { outcome: "unchanged", known: aPublication({ calendar: "november", revision: 3, state: "planned" }) }],
      ]),
    );

    expect(await outcomes.read(upload, 1)).toEqual(
      new Map([["p1", { outcome: "unchanged", known: { calendar: "november", revision: 3, state: "planned" } }]]),
    );
  });

  it("are gone when the import is finished, those of other uploads are not", async () => {
    const [old, newer] = ["v1", "v2"].map((version) => ({ calendar: "october", version }));
    if (!old || !newer) throw new Error("two uploads");
    for (const upload of [old, newer]) await outcomes.write(upload, 1, results);

    await outcomes.remove(old);
    await outcomes.remove(old);

    expect([await outcomes.count(old), await outcomes.count(newer)]).toEqual([0, 1]);
    const { Contents = [] } = await s3.client.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "progress/october/" }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(["progress/october/v2/1.json"]);
  });

  it("of all uploads of a calendar go together, and none of another one", async () => {
    const calendars = ["2027", "2027/may"];
    const uploads = calendars.flatMap((calendar) => ["v1", "v2"].map((version) => ({ calendar, version })));
    for (const upload of uploads) await outcomes.write(upload, 1, results);

    await outcomes.removeAll("2027");

    expect(await Promise.all(uploads.map((upload) => outcomes.count(upload)))).toEqual([0, 0, 1, 1]);
  });
});
