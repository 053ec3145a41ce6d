import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { S3MediaCatalogue } from "#lib/aws/media-catalogue.ts";
import { anImage, aVideo } from "#test/support/media-files.ts";
import { startS3 } from "#test/support/s3.ts";

const BUCKET = "media";
const DECOMPOSED = "Été.jpg".normalize("NFD");
let s3: Awaited<ReturnType<typeof startS3>>;
let media: S3MediaCatalogue;

const put = (Key: string, Body: Uint8Array | string) =>
  s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentType: "application/octet-stream" }));

beforeAll(async () => {
  s3 = await startS3(BUCKET);
  media = new S3MediaCatalogue(s3.client, BUCKET);
  const image = await anImage({ width: 400, height: 500 });
  await Promise.all([
    put("croissants.jpg", image),
    put("2026/december/croissants.jpg", image),
    put(DECOMPOSED, image),
    put("film.mp4", await aVideo({ headers: "last", pictureBytes: 2_000 })),
    put("empty.jpg", ""),
    put("menu.pdf", "%PDF-1.7"),
  ]);
});

afterAll(() => s3.stop());

const FACTS = { kind: "image", contentType: "image/jpeg", width: 400, height: 500 };

describe("S3MediaCatalogue", () => {
  it("looks into an image, and does not believe what the upload said of it", async () => {
    expect(await media.lookUp("croissants.jpg")).toEqual({
      found: true,
      name: "croissants.jpg",
      sizeBytes: expect.any(Number),
      probe: { isReadable: true, facts: FACTS },
    });
  });

  it("looks into a video whose headers stand at its end", async () => {
    expect(await media.lookUp("film.mp4")).toMatchObject({
      sizeBytes: expect.any(Number),
      probe: { isReadable: true, facts: { kind: "video", width: 720, frameRate: 30 } },
    });
  });

  it("finds a file in a folder", async () => {
    expect(await media.lookUp("2026/december/croissants.jpg")).toMatchObject({ found: true, probe: { facts: FACTS } });
  });

  it("finds a file whose accents a Mac has stored in its own way", async () => {
    expect(await media.lookUp("Été.jpg")).toMatchObject({ found: true, name: DECOMPOSED });
  });

  it("tells what is no image, and what is empty", async () => {
    expect(await media.lookUp("menu.pdf")).toMatchObject({ probe: { isReadable: false, because: "unknown-kind" } });
    expect(await media.lookUp("empty.jpg")).toMatchObject({ sizeBytes: 0, probe: { because: "damaged" } });
  });

  it("proposes a file whose name differs only in case", async () => {
    expect(await media.lookUp("Croissants.JPG")).toEqual({ found: false, similar: "croissants.jpg" });
    expect(await media.lookUp("2026/December/croissants.jpg")).toMatchObject({
      similar: "2026/december/croissants.jpg",
    });
    expect(await media.lookUp("été.jpg")).toEqual({ found: false, similar: DECOMPOSED });
  });

  it("proposes nothing for a file that is nowhere", async () => {
    expect(await media.lookUp("bûche.jpg")).toEqual({ found: false, similar: undefined });
  });

  it("passes on trouble with the bucket instead of calling a file missing", async () => {
    await expect(new S3MediaCatalogue(s3.client, "elsewhere").lookUp("croissants.jpg")).rejects.toThrow();
  });
});
