import {
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import type { OutcomeLog, Outcomes, UploadName } from "#lib/app/publishing/calendar/resume/ports.ts";
import { PLAN_OUTCOMES } from "#lib/domain/publishing/calendar/result.ts";
import { PublicationStateItem } from "./publication-item.ts";

const Known = z.object({
  calendar: z.string(),
  state: PublicationStateItem,
  revision: z.number(),
  reason: z.string().optional(),
  url: z.string().optional(),
  needsApproval: z.boolean().optional(),
  approvedRevision: z.number().optional(),
});

/** Publication, what became of it, and what there was before. */
const Content = z.array(z.tuple([z.string(), z.object({ outcome: z.enum(PLAN_OUTCOMES), known: Known.optional() })]));

/** What the batches of unfinished imports come to, under `progress/` in the calendar bucket. */
export class OutcomeBucket implements OutcomeLog {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async count(upload: UploadName): Promise<number> {
    return (await this.#keys(folderOf(upload))).length;
  }

  async write(upload: UploadName, batch: number, results: Outcomes): Promise<void> {
    // Parsing leaves out all else that is known of a publication.
    const object = { ...this.#location(upload, batch), ContentType: "application/json" };
    await this.#client.send(new PutObjectCommand({ ...object, Body: JSON.stringify(Content.parse([...results])) }));
  }

  async read(upload: UploadName, batch: number): Promise<Outcomes> {
    const { Body } = await this.#client.send(new GetObjectCommand(this.#location(upload, batch)));
    return new Map(Content.parse(JSON.parse((await Body?.transformToString()) ?? "")));
  }

  async remove(upload: UploadName): Promise<void> {
    await this.#removeKeys(await this.#keys(folderOf(upload)));
  }

  async removeAll(calendar: string): Promise<void> {
    const folder = `progress/${calendar}/`;
    // `2026` is a calendar, and so may `2026/may` be.
    const isOwn = (key: string) => /^[^/]+\/\d+\.json$/.test(key.slice(folder.length));
    await this.#removeKeys((await this.#keys(folder)).filter(isOwn));
  }

  async #removeKeys(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += KEYS_PER_CALL) {
      const Objects = keys.slice(start, start + KEYS_PER_CALL).map((Key) => ({ Key }));
      await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }));
    }
  }

  #location(upload: UploadName, batch: number) {
    return { Bucket: this.#bucket, Key: `${folderOf(upload)}${batch}.json` };
  }

  async #keys(folder: string): Promise<readonly string[]> {
    const keys: string[] = [];
    const listing = { Bucket: this.#bucket, Prefix: folder };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, listing)) {
      keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
    }
    return keys;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const KEYS_PER_CALL = 1000;

function folderOf({ calendar, version }: UploadName): string {
  return `progress/${calendar}/${version}/`;
}
