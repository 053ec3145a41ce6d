import { ContentRejectedError, OutcomeUnknownError, RateLimitedError, TokenRejectedError } from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import type { ByteRange, PublishingContext } from "../network.ts";
import { retryAfterDate } from "../retry-after.ts";
import type { Upload } from "./progress.ts";
import { RATE_PAUSE_MS } from "./verdicts.ts";

/**
 * The smallest that TikTok takes, in either reading of its "5 MB": the last chunk, which makes the video live, is less than
 * twice as large, and 4 GiB are 819 chunks of the 1,000 allowed.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
const CHUNK_BYTES = 5 * 1024 * 1024;

/** The last chunk takes what remains, so that a small video is one chunk. */
export function chunkCount(sizeBytes: number): number {
  return Math.max(1, Math.floor(sizeBytes / CHUNK_BYTES));
}

export function chunkBytes(sizeBytes: number): number {
  return chunkCount(sizeBytes) === 1 ? sizeBytes : CHUNK_BYTES;
}

export function chunkAt(index: number, sizeBytes: number): ByteRange {
  const isLast = index === chunkCount(sizeBytes) - 1;
  return { start: index * CHUNK_BYTES, end: isLast ? sizeBytes : (index + 1) * CHUNK_BYTES };
}

/** Whether only the last chunk is left, which makes the video live. */
export function isAllButLastSent({ sentChunks, sizeBytes }: Upload): boolean {
  return sentChunks === chunkCount(sizeBytes) - 1;
}

export type ChunkTaken =
  | { readonly is: "stored" | "complete" }
  /** The place is gone, and with it what was sent there. */
  | { readonly is: "over" }
  /** TikTok has stored other bytes than those that this chunk would follow: so many, where it says so. */
  | { readonly is: "misplaced"; readonly storedBytes?: number };

/**
 * Sends the next chunk, once.
 *
 * @throws NetworkError
 */
export async function sendNextChunk(
  upload: Upload,
  file: { readonly name: string; readonly contentType: string },
  { http, media, now }: PublishingContext,
): Promise<ChunkTaken> {
  const part = chunkAt(upload.sentChunks, upload.sizeBytes);
  const body = await media.bytes(file.name, part);
  if (body.length !== part.end - part.start) {
    throw new ContentRejectedError(`${file.name} has another size than when it was looked into`, { code: "size" });
  }
  const headers = {
    "content-type": file.contentType,
    "content-range": `bytes ${part.start}-${part.end - 1}/${upload.sizeBytes}`,
  };
  return taken(await http({ method: "PUT", url: new URL(upload.address), headers, body }), now());
}

/** How many whole chunks so many bytes are; undefined for bytes in the middle of one, and for the whole video. */
export function chunksIn(storedBytes: number, sizeBytes: number): number | undefined {
  const chunks = storedBytes / CHUNK_BYTES;
  return Number.isInteger(chunks) && chunks < chunkCount(sizeBytes) ? chunks : undefined;
}

/** `bytes 0-5242879/31457280` */
function storedBytes(headers: Headers): number | undefined {
  const last = /^bytes 0-(\d{1,12})\//.exec(headers.get("content-range") ?? "")?.[1];
  return last === undefined ? undefined : Number(last) + 1;
}

function taken({ status, headers }: HttpResponse, now: Date): ChunkTaken {
  const reason = `TikTok's upload answered ${status}`;
  const code = `upload/${status}`;
  switch (status) {
    case 201:
      return { is: "complete" };
    case 206:
      return { is: "stored" };
    case 416:
      return { is: "misplaced", storedBytes: storedBytes(headers) };
    case 400:
    case 413:
      throw new ContentRejectedError(`${reason}: it does not take the video`, { code });
    case 401:
      throw new TokenRejectedError(reason, { code });
    case 403:
    case 404:
      return { is: "over" };
    case 429:
      throw new RateLimitedError(reason, {
        code,
        retryAt: retryAfterDate(headers, now) ?? new Date(now.getTime() + RATE_PAUSE_MS),
      });
    default:
      throw new OutcomeUnknownError(reason, { code });
  }
}
