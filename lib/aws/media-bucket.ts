import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import { ContentRejectedError } from "#lib/networks/errors.ts";
import type { MediaSource } from "#lib/networks/network.ts";

/**
 * Networks fetch what they are told soon after, but may come back while they work on a video. An address signed with a
 * function's own credentials dies with these, which can be sooner.
 */
const ADDRESS_VALID_SECONDS = 4 * 60 * 60;

/** Images and videos, by file name. */
export class MediaBucket implements MediaCatalogue, MediaSource {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async lookUp(name: string): Promise<MediaLookup> {
    try {
      const head = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: name }));
      return { found: true, contentType: head.ContentType, sizeBytes: head.ContentLength ?? 0 };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      return { found: false, similar: await this.#similar(name) };
    }
  }

  /** @throws ContentRejectedError when the file is gone: no later attempt would find it. */
  async bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name }));
      return new Uint8Array((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      throw new ContentRejectedError(`the file ${name} is no longer in the media bucket`, { cause: error });
    }
  }

  async url(name: string): Promise<URL> {
    const get = new GetObjectCommand({ Bucket: this.#bucket, Key: name });
    return new URL(await getSignedUrl(this.#client, get, { expiresIn: ADDRESS_VALID_SECONDS }));
  }

  /**
   * A file whose name differs only in case, or in how accents are stored (Macs write an é as two characters). Looks at
   * the first thousand files with the same first letter: a hint, not a promise.
   */
  async #similar(name: string): Promise<string | undefined> {
    const wanted = folded(name);
    for (const Prefix of firstLetters(name)) {
      const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix }));
      const found = Contents.find(({ Key }) => Key !== undefined && folded(Key) === wanted);
      if (found) return found.Key;
    }
    return undefined;
  }
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function firstLetters(name: string): ReadonlySet<string> {
  const first = (text: string) => Array.from(text)[0] ?? "";
  const forms = [name.normalize("NFC"), name.normalize("NFD")].map(first);
  return new Set(forms.flatMap((letter) => [letter, letter.toLowerCase(), letter.toUpperCase()]));
}
