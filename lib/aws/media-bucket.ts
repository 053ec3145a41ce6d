import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { ContentRejectedError } from "#lib/networks/errors.ts";
import type { ByteRange, MediaSource } from "#lib/networks/network.ts";

/**
 * Networks fetch what they are told soon after, but may come back while they work on a video. An address signed with a
 * function's own credentials dies with these, which can be sooner.
 */
const ADDRESS_VALID_SECONDS = 4 * 60 * 60;

/** Images and videos, by file name. */
export class MediaBucket implements MediaSource {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #domain: string | undefined;

  /** @param domain leads to the bucket, whose own host its addresses are signed for */
  constructor(client: S3Client, bucket: string, domain?: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#domain = domain;
  }

  /** @throws ContentRejectedError when the file is gone: no later attempt would find it. */
  async bytes(name: string, part?: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
    const Range = part && `bytes=${part.start}-${part.end - 1}`;
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name, Range }));
      return new Uint8Array((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      throw new ContentRejectedError(`the file ${name} is no longer in the media bucket`, { cause: error });
    }
  }

  /** What is uploaded by hand is often stored as a mere stream of bytes, which networks refuse. */
  async url(name: string, contentType?: string): Promise<URL> {
    const get = new GetObjectCommand({ Bucket: this.#bucket, Key: name, ResponseContentType: contentType });
    const url = new URL(await getSignedUrl(this.#client, get, { expiresIn: ADDRESS_VALID_SECONDS }));
    if (this.#domain !== undefined) url.host = this.#domain;
    return url;
  }
}
