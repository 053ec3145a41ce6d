import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PublicationAtRisk } from "#lib/domain/publishing/events.ts";
import { anImage } from "#test/support/media-files.ts";
import { dueSoon } from "./due-soon.ts";
import { RunningSession } from "./running-session.ts";

const running = new RunningSession();
const HOUR_S = 60 * 60;

async function put(Key: string, Body: Uint8Array): Promise<void> {
  const { clients, output } = running.session;
  await clients.buckets.send(new PutObjectCommand({ Bucket: output("MediaBucketName"), Key, Body }));
}

beforeAll(async () => {
  await running.start();
  await put("affiche.png", await anImage({ width: 1080, height: 1920, format: "png" }));
  const calendar = dueSoon(
    { id: "png", dueIn: 15, channels: "facebook; instagram", text: "Une affiche", media: "affiche.png" },
    { id: "late", dueIn: 60, channels: "facebook; instagram", text: "Une photo en retard", media: "photo.png" },
    { id: "missing", dueIn: HOUR_S + 20, channels: "facebook", text: "Une photo oubliée", media: "oubliee.jpg" },
    { id: "ahead", dueIn: HOUR_S + 20, channels: "instagram", text: "Une photo à temps", media: "a-temps.png" },
    { id: "private", dueIn: HOUR_S, channels: "facebook", text: "Des secrets", media: "https://169.254.169.254/a.jpg" },
  );
  await running.upload("media.csv", calendar);
  await running.hears("CalendarImported", 1);
  await put("a-temps.png", await anImage({ width: 640, height: 640, format: "png" }));
  await put("photo.png", await anImage({ width: 800, height: 800, format: "png" }));
}, 90_000);
afterAll(() => running.remove());

describe("the media of a calendar", () => {
  it("are told of in the result: what is adapted, what is waited for, what is refused", async () => {
    const report = await running.report("media");

    expect(report).toContain("a JPEG with bars beside it, 1536×1920");
    expect(report).toContain("“photo.png” is not in the media bucket yet");
    expect(report).toContain("169.254.169.254/a.jpg” is not an address");
    expect(running.told("CalendarImported")[0]).toMatchObject({ imported: 4, rejected: 1 });
  });

  it("go out as each network takes them, and a file that came after its calendar as well", async () => {
    await running.hears("PublicationPublished", 4, 150_000);

    const posts = ["facebook", "instagram"].flatMap((name) => running.network(name).truth.posts);
    const shown = posts.map(({ text, media }) => [text, ...media.map(({ contentType }) => contentType)]);
    expect(shown.toSorted()).toEqual([
      ["Une affiche", "image/jpeg"],
      ["Une affiche", "image/png"],
      ["Une photo en retard", "image/jpeg"],
      ["Une photo en retard", "image/png"],
    ]);
  }, 160_000);

  it("are missed an hour ahead, once", async () => {
    await running.hears("PublicationAtRisk", 1, 150_000);

    const [atRisk] = running.told("PublicationAtRisk");
    expect(PublicationAtRisk.parse(atRisk)).toMatchObject({ rowId: "missing", kind: "media" });
    expect(running.told("PublicationAtRisk")).toHaveLength(1);
  }, 160_000);

  it("lie in the bucket beside their originals, those of late images an hour ahead", async () => {
    const { clients, output } = running.session;
    const copies = async () => {
      const listing = new ListObjectsV2Command({ Bucket: output("MediaBucketName"), Prefix: "adapted/" });
      const { Contents = [] } = await clients.buckets.send(listing);
      return Contents.map(({ Key }) => Key?.replace(/^adapted\/\w+\//, "")).toSorted();
    };

    const made = async () => expect(await copies()).toEqual(["a-temps.jpg", "affiche.jpg", "photo.jpg"]);
    await vi.waitFor(made, { timeout: 30_000, interval: 200 });
  }, 40_000);
});
