import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import type { MediaStore } from "#lib/app/publishing/media/fetching-catalogue.ts";
import { HEAD_BYTES, type RangedFile } from "#lib/app/publishing/media/ranged-file.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { Probe } from "#lib/domain/publishing/media-facts.ts";
import { putWhole } from "./put-whole.ts";

/** Looks files of the media bucket up, and into them. */
export class S3MediaCatalogue implements MediaCatalogue, MediaStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** One request for a file whose headers come first. Accents may be stored in either way: Macs write an é as two. */
  async lookUp(name: string): Promise<MediaLookup> {
    for (const key of new Set([name, name.normalize("NFC"), name.normalize("NFD")])) {
      const file = await this.#open(key);
      if (file) return { found: true, name: key, sizeBytes: file.sizeBytes, probe: await probe(file) };
    }
    return { found: false, similar: await this.#similar(name) };
  }

  async put(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await putWhole(this.#client, () => ({ Bucket: this.#bucket, Key: name }), bytes);
  }

  async #open(Key: string): Promise<RangedFile | undefined> {
    const get = (Range: string, IfMatch?: string) =>
      this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key, Range, IfMatch }));
    try {
      const first = await get(`bytes=0-${HEAD_BYTES - 1}`);
      const head = (await first.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        sizeBytes: Number(first.ContentRange?.split("/")[1] ?? head.length),
        read: async (start, end) => {
          if (end <= head.length) return head.subarray(start, end);
          // Of one version of the file, or an error: the import is repeated then.
          const { Body } = await get(`bytes=${start}-${end - 1}`, first.ETag);
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        },
      };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      if (isEmptyFile(error)) return { sizeBytes: 0, read: async () => new Uint8Array() };
      throw error;
    }
  }

  /**
   * A file whose name differs only in case, or in how accents are stored. Looks at the first thousand files with the
   * same first letter: a hint, not a promise.
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

/** Readers of video are large, and most workers never look into a file: they are started by the first that does. */
async function probe(file: RangedFile): Promise<Probe> {
  const { probeMedia } = await import("#lib/app/publishing/media/probe-media.ts");
  return await probeMedia(file);
}

/** No part of a file without bytes can be asked for. */
function isEmptyFile(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === "InvalidRange";
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function firstLetters(name: string): ReadonlySet<string> {
  const first = (text: string) => Array.from(text)[0] ?? "";
  const forms = [name.normalize("NFC"), name.normalize("NFD")].map(first);
  return new Set(forms.flatMap((letter) => [letter, letter.toLowerCase(), letter.toUpperCase()]));
}
