import { BufferSource, Input, MP4, QTFF, WEBM } from "mediabunny";
import { limits, VIDEO_SIDES } from "./limits.ts";

/** TikTok's own reading of a video: the `fail_reason` of one that it does not take. */
export async function whyNotTaken(bytes: Uint8Array, mostSeconds: number): Promise<string | undefined> {
  const input = new Input({ formats: [MP4, QTFF, WEBM], source: new BufferSource(bytes) });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video || !limits.video?.videoCodecs.includes((await video.getCodec()) ?? ""))
      return "file_format_check_failed";
    const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
    if (seconds > mostSeconds) return "duration_check_failed";
    const { averagePacketRate } = await video.computePacketStats(100);
    const { min, max } = limits.video.frameRate;
    if (Math.round(averagePacketRate) < min || Math.round(averagePacketRate) > max) return "frame_rate_check_failed";
    const sides = [await video.getDisplayWidth(), await video.getDisplayHeight()];
    const isSized = Math.min(...sides) >= VIDEO_SIDES.min && Math.max(...sides) <= VIDEO_SIDES.max;
    return isSized ? undefined : "picture_size_check_failed";
  } catch {
    return "file_format_check_failed";
  } finally {
    input.dispose();
  }
}
