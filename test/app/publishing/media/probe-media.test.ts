import { describe, expect, it } from "vitest";
import { probeMedia } from "#lib/app/publishing/media/probe-media.ts";
import { anImage, aVideo, CountedFile, type ImageFormat, type VideoWish } from "#test/support/media-files.ts";

const probe = (bytes: Uint8Array) => probeMedia(new CountedFile(bytes));
const factsOf = async (bytes: Uint8Array) => {
  const found = await probe(bytes);
  return found.isReadable ? found.facts : undefined;
};

describe("probeMedia, of an image", () => {
  it.each<[ImageFormat, string]>([
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
    ["webp", "image/webp"],
    ["gif", "image/gif"],
    ["tiff", "image/tiff"],
    ["avif", "image/avif"],
  ])("reads type and size of a %s from its bytes", async (format, contentType) => {
    const bytes = await anImage({ width: 640, height: 480, format });

    expect(await factsOf(bytes)).toEqual({ kind: "image", contentType, width: 640, height: 480 });
  });

  it("turns a picture that a phone took upright", async () => {
    expect(await factsOf(await anImage({ width: 640, height: 480, orientation: 6 }))).toMatchObject({
      width: 480,
      height: 640,
    });
    expect(await factsOf(await anImage({ width: 640, height: 480, orientation: 3 }))).toMatchObject({
      width: 640,
      height: 480,
    });
  });

  it("finds the size behind a colour profile that is longer than the first read", async () => {
    const [start, rest] = [(await anImage()).subarray(0, 2), (await anImage()).subarray(2)];
    const profile = new Uint8Array(2 + 0xffff).fill(0x20);
    profile.set([0xff, 0xe2, 0xff, 0xff]);
    const file = new CountedFile(Buffer.concat([start, profile, profile, rest]));

    expect(await probeMedia(file)).toMatchObject({ isReadable: true, facts: { width: 1080, height: 1080 } });
    expect(file.readCount).toBe(2);
  });

  it("reads the first part of a large one only", async () => {
    const file = new CountedFile(await anImage({ width: 1000, height: 1000, isNoise: true }));
    await probeMedia(file);

    expect(file.sizeBytes).toBeGreaterThan(200_000);
    expect(file).toMatchObject({ readCount: 1, readBytes: 64 * 1024 });
  });
});

describe("probeMedia, of a video", () => {
  it.each<[string, VideoWish, object]>([
    ["an MP4", {}, { contentType: "video/mp4", codecs: { video: "avc" } }],
    ["one with sound", { hasSound: true }, { codecs: { video: "avc", audio: "aac" } }],
    ["a MOV", { container: "mov" }, { contentType: "video/quicktime", codecs: { video: "avc" } }],
    ["H.265", { codec: "hevc" }, { codecs: { video: "hevc" } }],
    ["a WebM", { container: "webm" }, { contentType: "video/webm", codecs: { video: "vp9" } }],
  ])("reads %s", async (_, wish, wanted) => {
    const facts = await factsOf(await aVideo(wish));

    expect(facts).toMatchObject({ kind: "video", width: 720, height: 1280, frameRate: 30, ...wanted });
    expect(facts?.durationMs).toBeGreaterThan(3_950);
    expect(facts?.durationMs).toBeLessThan(4_050);
  });

  it("turns a video that asks for it", async () => {
    expect(await factsOf(await aVideo({ rotation: 90 }))).toMatchObject({ width: 1280, height: 720 });
  });

  it("reads a fraction of a large one, wherever its headers stand", async () => {
    for (const headers of ["first", "last"] as const) {
      const file = new CountedFile(await aVideo({ pictureBytes: 100_000, headers }));

      expect(await probeMedia(file)).toMatchObject({ isReadable: true, facts: { frameRate: 30 } });
      expect(file.sizeBytes).toBeGreaterThan(11_000_000);
      expect(file.readBytes).toBeLessThan(300_000);
    }
  });
});

describe("probeMedia, of what it cannot read", () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ["an empty file", () => new Uint8Array()],
    ["an image without its header", async () => (await anImage()).subarray(0, 10)],
    ["a video that breaks off before its headers", async () => (await aVideo({ headers: "last" })).subarray(0, 3_000)],
    ["a video of noise", () => Buffer.from(`\0\0\0\x18ftypmp42${"x".repeat(4_000)}`)],
  ])("calls %s damaged", async (_, bytes) => {
    expect(await probe(await bytes())).toEqual({ isReadable: false, because: "damaged" });
  });

  it("does not know a document, whatever it is called", async () => {
    expect(await probe(Buffer.from("%PDF-1.7\n"))).toEqual({ isReadable: false, because: "unknown-kind" });
  });

  it("passes on trouble with the store instead of calling the file damaged", async () => {
    const bytes = await aVideo({ headers: "last", pictureBytes: 10_000 });
    const read = async (start: number, end: number) => {
      if (start > 0) throw new Error("the store is away");
      return bytes.subarray(start, end);
    };

    await expect(probeMedia({ sizeBytes: bytes.length, read })).rejects.toThrow("the store is away");
  });
});
