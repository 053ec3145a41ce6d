import { BufferSource, Input, MP4, QTFF } from "mediabunny";
import type { Range } from "../network.ts";
import { limits } from "./limits.ts";

const within = (value: number | null, range: Range | undefined) =>
  value === null || !range || (value >= range.min && value <= range.max);

/** Whether Instagram's own reading of the file leaves nothing to refuse: container, codecs, length, size, rate. */
export async function isUsableVideo(bytes: Uint8Array): Promise<boolean> {
  const input = new Input({ formats: [MP4, QTFF], source: new BufferSource(bytes) });
  try {
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    if (!video) return false;
    const { averagePacketRate } = await video.computePacketStats(100);
    const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
    const seconds = await input.getDurationFromMetadata();
    const taken = limits.video;
    return (
      (taken?.videoCodecs.includes((await video.getCodec()) ?? "") ?? true) &&
      (!audio || (taken?.audioCodecs?.includes((await audio.getCodec()) ?? "") ?? true)) &&
      within(seconds && seconds * 1000, taken?.durationMs) &&
      within(Math.round(averagePacketRate), taken?.frameRate) &&
      within(width / height, taken?.ratio) &&
      width <= (taken?.maxWidth ?? width)
    );
  } catch {
    return false;
  } finally {
    input.dispose();
  }
}
