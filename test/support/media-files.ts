import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import sharp from "sharp";
import type { RangedFile } from "#lib/app/publishing/media/ranged-file.ts";

export type ImageFormat = "jpeg" | "png" | "webp" | "gif" | "tiff" | "avif";

export interface ImageWish {
  readonly width?: number;
  readonly height?: number;
  readonly format?: ImageFormat;
  /** As a phone writes it that was held upright. */
  readonly orientation?: number;
  /** Random pixels: they do not compress. */
  readonly isNoise?: boolean;
}

/** A picture of one colour. */
export async function anImage({ width = 1080, height = 1080, format = "jpeg", ...wish }: ImageWish = {}) {
  const plain = { create: { width, height, channels: 3 as const, background: "#e8b04b" } };
  const noise = Buffer.from({ length: wish.isNoise ? width * height * 3 : 0 }).map((_, i) => (i * 2654435761) >>> 13);
  const image = wish.isNoise ? sharp(noise, { raw: { width, height, channels: 3 } }) : sharp(plain);
  const turned = wish.orientation ? image.withMetadata({ orientation: wish.orientation }) : image;
  return new Uint8Array(await turned.toFormat(format).toBuffer());
}

export interface VideoWish {
  readonly container?: "mp4" | "mov" | "webm";
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  readonly frameRate?: number;
  readonly codec?: "avc" | "hevc" | "vp9";
  readonly hasSound?: boolean;
  readonly rotation?: 0 | 90;
  /** Where the headers stand: first, or behind everything else. */
  readonly headers?: "first" | "last";
  /** Bytes of one picture. */
  readonly pictureBytes?: number;
}

const CODEC_STRINGS = { avc: "avc1.64001f", hevc: "hvc1.1.6.L93.B0", vp9: "vp09.00.31.08" };

/** A video whose headers are real; its pictures are nothing that could be shown. */
export async function aVideo(wish: VideoWish = {}): Promise<Uint8Array> {
  const { container = "mp4", codec = container === "webm" ? "vp9" : "avc", headers = "first" } = wish;
  const { width = 720, height = 1280, seconds = 4, frameRate = 30, rotation = 0, pictureBytes = 40 } = wish;
  const fastStart = headers === "first" ? ("in-memory" as const) : false;
  const format = {
    mp4: new Mp4OutputFormat({ fastStart }),
    mov: new MovOutputFormat({ fastStart }),
    webm: new WebMOutputFormat(),
  }[container];
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const video = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(video, { rotation, frameRate });
  const audio = new EncodedAudioPacketSource(container === "webm" ? "opus" : "aac");
  if (wish.hasSound) output.addAudioTrack(audio);
  await output.start();
  const decoderConfig = {
    codec: CODEC_STRINGS[codec],
    codedWidth: width,
    codedHeight: height,
    description: descriptionOf(codec),
  };
  for (let index = 0; index < seconds * frameRate; index++) {
    const packet = new EncodedPacket(new Uint8Array(pictureBytes), "key", index / frameRate, 1 / frameRate);
    await video.add(packet, { decoderConfig });
  }
  if (wish.hasSound) {
    const sound =
      container === "webm" ? { codec: "opus" } : { codec: "mp4a.40.2", description: new Uint8Array([0x11, 0x90]) };
    const config = { numberOfChannels: 2, sampleRate: 48_000, ...sound };
    await audio.add(new EncodedPacket(new Uint8Array(8), "key", 0, seconds), { decoderConfig: config });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? []);
}

/** The smallest AVC configuration, of profile High at level 3.1; the other codecs need none. */
function descriptionOf(codec: "avc" | "hevc" | "vp9"): Uint8Array | undefined {
  if (codec === "avc") return new Uint8Array([1, 0x64, 0, 0x1f, 0xff, 0xe0, 0]);
  if (codec === "hevc")
    return new Uint8Array([
      1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 0,
    ]);
  return undefined;
}

/** Parts of `bytes`, and how many were asked for. */
export class CountedFile implements RangedFile {
  readonly #bytes: Uint8Array;
  readCount = 0;
  readBytes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get sizeBytes(): number {
    return this.#bytes.length;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    this.readCount += 1;
    this.readBytes += end - start;
    return this.#bytes.subarray(start, end);
  }
}
