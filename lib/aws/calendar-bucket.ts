import { Readable } from "node:stream";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import type { CalendarSource, CalendarStore, Report, ReportAbout } from "#lib/app/publishing/calendar/ports.ts";
import { putWhole } from "./put-whole.ts";

/** Where uploads lie; what is written elsewhere in the bucket is no calendar. */
export const CALENDARS = "calendars/";

/**
 * What EventBridge tells of an upload; the key is as it is, not URL-encoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const CalendarUploaded = z.object({
  detail: z.object({ object: z.object({ key: z.string().startsWith(CALENDARS) }) }),
  /** Ours alone: the version of the upload that an earlier import was not finished with. */
  continues: z.string().optional(),
});

/** Name of the metadata of a report that says what it is about, as JSON. */
const ABOUT = "about";

const About: z.ZodType<ReportAbout> = z.object({
  version: z.string(),
  refused: z.boolean(),
  rows: z.number(),
  imported: z.number(),
  rejected: z.number(),
  warnings: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  cancelled: z.number(),
});

/** Uploaded calendars and the results of their import. */
export class CalendarBucket implements CalendarStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async find(key: string): Promise<CalendarSource | undefined> {
    if (key.endsWith("/")) return undefined;
    const location = { Bucket: this.#bucket, Key: key };
    try {
      const head = await this.#client.send(new HeadObjectCommand(location));
      const uploadedAt = head.LastModified ?? new Date(0);
      // The file is read twice. If somebody replaces it in between, S3 refuses, and the retry reads the new one.
      const get = new GetObjectCommand({ ...location, IfMatch: head.ETag });
      const version = head.VersionId ?? `${head.ETag?.replaceAll('"', "")} ${uploadedAt.toISOString()}`;
      const open = async () => streamOf(await this.#client.send(get));
      const name = calendarName(key);
      return { name, fileName: name, uploadedAt, version, open };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  async writeReport(key: string, { bytes, encoding, about }: Report): Promise<void> {
    const object = { Bucket: this.#bucket, Key: key, ContentType: `text/csv; charset=${encoding}` };
    await putWhole(this.#client, () => ({ ...object, Metadata: { [ABOUT]: JSON.stringify(about()) } }), bytes);
  }

  /** The report at `key`, with what was said of it; undefined when there is none. */
  async readReport(key: string): Promise<{ readonly about: ReportAbout; readonly bytes: Uint8Array } | undefined> {
    try {
      const { Body, Metadata = {} } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      const about = About.parse(JSON.parse(Metadata[ABOUT] ?? "{}"));
      return { about, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /**
   * Uploads a calendar as marketing does, and so starts its import.
   *
   * @returns its key.
   */
  async upload(fileName: string, bytes: Uint8Array): Promise<string> {
    const Key = `${CALENDARS}${fileName}`;
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body: bytes, ContentType: "text/csv" }));
    return Key;
  }
}

/** `calendars/2026/december.csv` is the calendar `2026/december`; so is its result, when somebody corrects and uploads that. */
export function calendarName(key: string): string {
  return key.replace(CALENDARS, "").replace(/(\.result)?\.csv$/i, "");
}

function streamOf({ Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  if (Body instanceof Readable) return Body;
  throw new Error("S3 answered without a body");
}
