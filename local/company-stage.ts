import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import type { SimulatedCompany } from "./networks/sample-company.ts";
import { type Spread, shiftCalendar } from "./sample-calendar.ts";

interface BucketPlace {
  readonly bucket: string;
  readonly client: S3Client;
}

const EVENTS = join(import.meta.dirname, "..", "events");

/** Connects the company's channels. May be repeated. */
export async function connectChannels(
  { channels }: SimulatedCompany,
  { table: name, client }: { readonly table: string; readonly client: DynamoDBDocumentClient },
): Promise<void> {
  const table = new ChannelsTable(client, name, systemClock.now);
  for (const { channel } of channels) await table.put(channel);
}

/** Puts the sample's images and its video into the media bucket. */
export async function uploadMedia({ bucket: Bucket, client }: BucketPlace): Promise<void> {
  for (const Key of readdirSync(join(EVENTS, "media"))) {
    const Body = readFileSync(join(EVENTS, "media", Key));
    const ContentType = Key.endsWith(".mp4") ? "video/mp4" : "image/jpeg";
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
  }
}

/** The sample calendar with its times moved, and a way to upload it as marketing would. */
export function sampleCalendar(spread: Spread, { bucket: name, client }: BucketPlace) {
  const csv = shiftCalendar(readFileSync(join(EVENTS, "calendars/sample.csv"), "utf8"), spread);
  const bucket = new CalendarBucket(client, name);
  return { csv, upload: () => bucket.upload(SAMPLE_NAME, Buffer.from(csv)) };
}

const SAMPLE_NAME = "boulangerie-lumiere.csv";
