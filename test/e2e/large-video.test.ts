import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulatorOptions } from "#lib/networks/simulator.ts";
import { createTikTokSimulator } from "#lib/networks/tiktok/simulator.ts";
import { SIMULATORS } from "#local/networks/simulated-networks.ts";
import { videoOfBytes } from "#test/networks/tiktok/tiktok-world.ts";
import { dueSoon } from "./due-soon.ts";
import { RunningSession } from "./running-session.ts";

const running = new RunningSession();

/** Two chunks, of which the last is larger; the laptop takes no more in one PUT. */
const film = videoOfBytes(10.5 * 1024 * 1024);

/** The sample day shows how TikTok works on a post for a while. */
const createQuickTikTok = (options: SimulatorOptions) =>
  createTikTokSimulator({ ...options, behaviour: { processingMs: 0, moderationMs: 0 } });

beforeAll(async () => {
  const { clients, output } = await running.start({ simulators: { ...SIMULATORS, tiktok: createQuickTikTok } });
  const Bucket = output("MediaBucketName");
  await clients.buckets.send(new PutObjectCommand({ Bucket, Key: "film.mp4", Body: film }));
  const row = { id: "film", dueIn: 10, channels: "tiktok", text: "Une nuit au fournil", media: "film.mp4" };
  await running.upload("film.csv", dueSoon({ ...row, privacy: "public" }));
}, 60_000);
afterAll(() => running.remove());

describe("a video that goes out in chunks", () => {
  it("is on TikTok whole, and once", async () => {
    await running.hears("PublicationPublished", 1, 90_000);

    const { posts } = running.network("tiktok").truth;
    expect(posts.map(({ text, media }) => [text, ...media.map(({ bytes }) => bytes.length)])).toEqual([
      ["Une nuit au fournil", film.length],
    ]);
    expect(Buffer.from(posts[0]?.media[0]?.bytes ?? []).equals(film)).toBe(true);
    expect(running.told("PublicationPublished")[0]).toMatchObject({ url: posts[0]?.url, remoteId: posts[0]?.remoteId });
    expect(running.told("PublicationUncertain")).toEqual([]);
    expect(running.trouble).toEqual([]);
  }, 100_000);
});
