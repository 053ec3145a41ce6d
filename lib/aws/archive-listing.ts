import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { ArchiveListing } from "#lib/app/engagement/replay-deliveries.ts";
import { archiveFolder } from "#lib/domain/engagement/archive-key.ts";

/** Lists the archive. Apart from reading and writing it: the functions, which do not list, need not carry this. */
export class ArchiveBucketListing implements ArchiveListing {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async *keys(network: string, day: Date): AsyncIterable<readonly string[]> {
    const request = { Bucket: this.#bucket, Prefix: archiveFolder(network, day) };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, request)) {
      yield Contents.flatMap(({ Key }) => Key ?? []);
    }
  }
}
