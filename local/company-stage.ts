import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { bucketClient, documentClient } from "#lib/aws/clients.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import type { SimulatedCompany } from "./networks/sample-company.ts";
import { type Spread, shiftCalendar } from "./sample-calendar.ts";

const EVENTS = join(import.meta.dirname, "..", "events");

/** Names of what the company uses, as the template's outputs tell them. */
interface Stage {
  readonly CalendarBucketName: string;
  readonly MediaBucketName: string;
  readonly ChannelsTableName: string;
}

/** Connects the company's channels. May be repeated. */
export async function connectChannels(
  { channels }: SimulatedCompany,
  { ChannelsTableName }: Pick<Stage, "ChannelsTableName">,
): Promise<void> {
  const table = new ChannelsTable(documentClient(), ChannelsTableName, systemClock.now);
  for (const { channel } of channels) await table.put(channel);
}

/** Puts the sample's images and its video into the media bucket. */
export async function uploadMedia({ MediaBucketName: Bucket }: Pick<Stage, "MediaBucketName">): Promise<void> {
  for (const Key of readdirSync(join(EVENTS, "media"))) {
    const Body = readFileSync(join(EVENTS, "media", Key));
    const ContentType = Key.endsWith(".mp4") ? "video/mp4" : "image/jpeg";
    await bucketClient().send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
  }
}

/** The sample calendar with its times moved, and a way to upload it as marketing would. */
export function sampleCalendar(spread: Spread, { CalendarBucketName }: Pick<Stage, "CalendarBucketName">) {
  const csv = shiftCalendar(readFileSync(join(EVENTS, "calendars/sample.csv"), "utf8"), spread);
  const bucket = new CalendarBucket(bucketClient(), CalendarBucketName);
  return { csv, upload: () => bucket.upload(SAMPLE_NAME, Buffer.from(csv)) };
}

const SAMPLE_NAME = "boulangerie-lumiere.csv";
