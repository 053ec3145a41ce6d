import { CustomSource, Input, MATROSKA, MP4, QTFF, WEBM } from "mediabunny";
import type { MediaFacts, Probe } from "#lib/domain/publishing/media-facts.ts";
import type { RangedFile } from "./ranged-file.ts";

/** Tables of an hour of video are a few megabytes long; what wants more is not worth its memory. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Enough pictures to tell the rate by; in WebM they have to be looked for. */
const PACKETS_TO_COUNT = 60;

/** Reads the headers of an MP4, MOV or WebM, wherever in the file they stand. */
export async function probeVideo(file: RangedFile, head: Uint8Array): Promise<Probe> {
  const reading = new Reading(file, head);
  const input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: reading.source() });
  try {
    return { isReadable: true, facts: await factsOf(input) };
  } catch {
    // What the store said goes on to the caller; what is left is said of the file.
    if (reading.trouble) throw reading.trouble;
    return { isReadable: false, because: "damaged" };
  } finally {
    input.dispose();
  }
}

async function factsOf(input: Input): Promise<MediaFacts> {
  const { mimeType: contentType } = await input.getFormat();
  const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()]);
  if (!video) throw new Error("there is no picture in it");
  const seconds = await input.getDurationFromMetadata();
  const { averagePacketRate } = await video.computePacketStats(PACKETS_TO_COUNT);
  return {
    kind: "video",
    contentType,
    width: await video.getDisplayWidth(),
    height: await video.getDisplayHeight(),
    codecs: {
      video: (await video.getCodec()) ?? "unknown",
      ...(audio && { audio: (await audio.getCodec()) ?? "unknown" }),
    },
    ...(seconds !== null && { durationMs: Math.round(seconds * 1000) }),
    ...(averagePacketRate > 0 && { frameRate: Math.round(averagePacketRate * 100) / 100 }),
  };
}

/** Hands out parts of the file, keeps count of them, and keeps apart what is the store's fault. */
class Reading {
  readonly #file: RangedFile;
  readonly #head: Uint8Array;
  #readBytes = 0;
  trouble: unknown;

  constructor(file: RangedFile, head: Uint8Array) {
    this.#file = file;
    this.#head = head;
  }

  source(): CustomSource {
    return new CustomSource({
      getSize: () => this.#file.sizeBytes,
      read: (start, end) => (end <= this.#head.length ? this.#head.subarray(start, end) : this.#read(start, end)),
      prefetchProfile: "fileSystem",
      maxCacheSize: MOST_BYTES,
      handleUnhandledError: () => undefined,
    });
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    this.#readBytes += end - start;
    if (this.#readBytes > MOST_BYTES) throw new Error(`its headers are longer than ${MOST_BYTES} bytes`);
    try {
      return await this.#file.read(start, end);
    } catch (error) {
      this.trouble = error;
      throw error;
    }
  }
}
