import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MediaBucket } from "#lib/aws/media-bucket.ts";
import { ContentRejectedError } from "#lib/networks/errors.ts";
import { startS3 } from "#test/support/s3.ts";

const BUCKET = "media";
let s3: Awaited<ReturnType<typeof startS3>>;
let media: MediaBucket;

const put = (Key: string, ContentType?: string) =>
  s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "pixels", ContentType }));

beforeAll(async () => {
  s3 = await startS3(BUCKET);
  media = new MediaBucket(s3.client, BUCKET);
  await put("croissants.jpg", "image/jpeg");
});

afterAll(() => s3.stop());

describe("MediaBucket", () => {
  it("passes on trouble with the bucket instead of calling a file missing", async () => {
    await expect(new MediaBucket(s3.client, "elsewhere").bytes("croissants.jpg")).rejects.not.toBeInstanceOf(
      ContentRejectedError,
    );
  });

  it("reads the bytes", async () => {
    expect(Buffer.from(await media.bytes("croissants.jpg")).toString()).toBe("pixels");
  });

  it("reads a part of them alone", async () => {
    expect(Buffer.from(await media.bytes("croissants.jpg", { start: 1, end: 4 })).toString()).toBe("ixe");
  });

  it("says that a file is gone for good", async () => {
    await expect(media.bytes("gone.jpg")).rejects.toThrow(ContentRejectedError);
  });

  it("signs an address that anybody can fetch", async () => {
    const response = await fetch(await media.url("croissants.jpg"));

    expect(await response.text()).toBe("pixels");
  });

  it("signs it for the bucket, also where a domain of ours leads there", async () => {
    const signed = await media.url("croissants.jpg");
    const ours = await new MediaBucket(s3.client, BUCKET, "media.acme.example").url("croissants.jpg");

    expect(ours.host.split(":")[0]).toBe("media.acme.example");
    expect(ours.pathname).toBe(signed.pathname);
    expect([...ours.searchParams.keys()]).toEqual([...signed.searchParams.keys()]);
  });

  it("has the file served as what it is, whatever it was uploaded as", async () => {
    const { searchParams } = await media.url("croissants.jpg", "image/webp");

    expect(searchParams.get("response-content-type")).toBe("image/webp");
  });
});
