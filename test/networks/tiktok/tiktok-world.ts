import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { tiktok } from "#lib/networks/tiktok/index.ts";
import { createTikTokSimulator, type TikTokSimulatorOptions } from "#lib/networks/tiktok/simulator.ts";
import type { TikTokBehaviour } from "#lib/networks/tiktok/simulator-behaviour.ts";
import { smallVideo, startNetwork, tinyJpeg } from "#test/support/network-world.ts";
import type { SimulatedNetwork } from "#test/support/simulated-networks.ts";

/** TikTok with this behaviour; otherwise as quick as can be. */
export function simulatedTikTok(
  behaviour: TikTokBehaviour = {},
  change: Partial<TikTokSimulatorOptions> = {},
): SimulatedNetwork {
  return {
    name: "tiktok",
    network: tiktok,
    createSimulator: (options) =>
      createTikTokSimulator({
        ...options,
        ...change,
        behaviour: { processingMs: 0, moderationMs: 0, ...behaviour },
      }),
    draft: { media: [aVideoOf(smallVideo)], options: { privacy: "public" } },
  };
}

/** An account on TikTok; `files` are what is in the media bucket besides the small video. */
export function startTikTok(behaviour: TikTokBehaviour = {}, files: Readonly<Record<string, Uint8Array>> = {}) {
  const fetchMedia = { isAway: false };
  const world = startNetwork(
    simulatedTikTok(behaviour, {
      fetchMedia: async () => {
        if (fetchMedia.isAway) throw new Error("no answer from the media's address");
        return { contentType: "image/jpeg", bytes: tinyJpeg };
      },
    }),
  );
  const { media } = world.context;
  const bytes: typeof media.bytes = async (name, part) => {
    const file = files[name];
    return file ? new Uint8Array(file.slice(part?.start, part?.end)) : await media.bytes(name, part);
  };
  return { ...world, fetchMedia, context: { ...world.context, media: { ...media, bytes } } };
}

/** The small video with an empty box at its end, which makes it as long as you like. */
export function videoOfBytes(sizeBytes: number): Uint8Array {
  const box = Buffer.alloc(sizeBytes - smallVideo.length);
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4);
  return new Uint8Array(Buffer.concat([smallVideo, box]));
}

export function aVideoOf(bytes: Uint8Array, name = "video.mp4"): DraftMedia {
  return { name, kind: "video", contentType: "video/mp4", sizeBytes: bytes.length };
}

export function aPhoto(name: string): DraftMedia {
  return { name, kind: "image", contentType: "image/jpeg", sizeBytes: 1_000 };
}

export const photos: Partial<Draft> = { media: [aPhoto("a.jpg"), aPhoto("b.jpg")] };
