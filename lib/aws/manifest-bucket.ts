import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import type { ManifestEntry, ManifestStore, PartName } from "#lib/app/publishing/calendar/ledger/ports.ts";

/** Publication, row, due instant in milliseconds. */
const Entries = z.array(z.tuple([z.string(), z.string(), z.number()]));

/** What imports have asked for, under `manifests/` in the calendar bucket. */
export class ManifestBucket implements ManifestStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async writePart(name: PartName, entries: readonly ManifestEntry[]): Promise<void> {
    const content: z.input<typeof Entries> = entries.map(({ publicationId, rowId, dueAt }) => [
      publicationId,
      rowId,
      dueAt.getTime(),
    ]);
    const object = { ...this.#location(name), ContentType: "application/json", Body: JSON.stringify(content) };
    await this.#client.send(new PutObjectCommand(object));
  }

  async readPart(name: PartName): Promise<readonly ManifestEntry[]> {
    const { Body } = await this.#client.send(new GetObjectCommand(this.#location(name)));
    const entries = Entries.parse(JSON.parse((await Body?.transformToString()) ?? ""));
    return entries.map(([publicationId, rowId, dueAt]) => ({ publicationId, rowId, dueAt: new Date(dueAt) }));
  }

  async removePart(name: PartName): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#location(name)));
  }

  #location({ calendar, runId, part }: PartName) {
    return { Bucket: this.#bucket, Key: `manifests/${calendar}/${runId}/${part}.json` };
  }
}
