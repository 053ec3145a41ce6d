import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";

/**
 * Stores an object whole or not at all. S3 must know the length first, and not everything fits in memory: the bytes are
 * gathered in a temporary file.
 *
 * @param object asked for after the last byte.
 */
export async function putWhole(
  client: S3Client,
  object: () => Pick<PutObjectCommandInput, "Bucket" | "Key" | "ContentType" | "Metadata">,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const path = join(tmpdir(), randomUUID());
  try {
    await pipeline(Readable.from(bytes), createWriteStream(path));
    const { size } = await stat(path);
    await client.send(new PutObjectCommand({ ...object(), Body: createReadStream(path), ContentLength: size }));
  } finally {
    await rm(path, { force: true });
  }
}
