import { describe, expect, it } from "vitest";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { FetchRefusedError } from "#lib/app/publishing/media/fetch-refused-error.ts";
import { fetchingCatalogue } from "#lib/app/publishing/media/fetching-catalogue.ts";
import { probeMedia } from "#lib/app/publishing/media/probe-media.ts";
import { inPieces } from "#test/support/calendars.ts";
import { anImage, CountedFile } from "#test/support/media-files.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const ADDRESS = "https://files.example/photo.jpg";
const december = { address: ADDRESS, calendar: "december" };

/** A bucket in memory, and sites by their address. */
function bench(sites: Record<string, Uint8Array>, files: Record<string, Uint8Array> = {}) {
  const bucket = new Map(Object.entries(files));
  const fetched: string[] = [];
  const clock = new VirtualClock("2026-11-24T08:00:00.000Z");
  const catalogue: MediaCatalogue = {
    async lookUp(name) {
      const bytes = bucket.get(name);
      if (!bytes) return { found: false };
      return { found: true, name, sizeBytes: bytes.length, probe: await probeMedia(new CountedFile(bytes)) };
    },
  };
  const fetching = fetchingCatalogue({
    catalogue,
    now: () => clock.now(),
    fetchFile: async (address) => {
      fetched.push(address);
      const bytes = sites[address];
      if (!bytes) throw new FetchRefusedError(address.includes("slow") ? "too-slow" : "not-found");
      return inPieces(bytes, 7);
    },
    store: {
      async put(name, bytes) {
        const pieces: Uint8Array[] = [];
        for await (const piece of bytes) pieces.push(piece);
        bucket.set(name, Buffer.concat(pieces));
      },
    },
  });
  return { fetching, bucket, fetched, clock };
}

describe("fetchingCatalogue", () => {
  it("fetches a file into the bucket and looks into it", async () => {
    const { fetching, bucket } = bench({ [ADDRESS]: await anImage({ width: 40, height: 50 }) });

    const looked = await fetching.lookUp("photo.jpg", december);

    expect(looked).toMatchObject({
      found: true,
      probe: { facts: { contentType: "image/jpeg", width: 40, height: 50 } },
    });
    expect([...bucket.keys()]).toEqual([expect.stringMatching(/^fetched\/[0-9a-f]{16}\/photo\.jpg$/)]);
  });

  it("fetches an address once for a calendar, however often it is imported, and anew for another", async () => {
    const { fetching, fetched } = bench({ [ADDRESS]: await anImage() });

    const first = await fetching.lookUp("photo.jpg", december);
    expect(await fetching.lookUp("photo.jpg", december)).toEqual(first);
    expect(fetched).toEqual([ADDRESS]);

    const other = await fetching.lookUp("photo.jpg", { ...december, calendar: "january" });
    expect(other).not.toEqual(first);
    expect(fetched).toEqual([ADDRESS, ADDRESS]);
  });

  it("takes a file of that name in the bucket first", async () => {
    const { fetching, fetched } = bench({ [ADDRESS]: await anImage() }, { "photo.jpg": await anImage({ width: 7 }) });

    expect(await fetching.lookUp("photo.jpg", december)).toMatchObject({
      name: "photo.jpg",
      probe: { facts: { width: 7 } },
    });
    expect(fetched).toEqual([]);
  });

  it("stores nothing that is neither image nor video, whatever it is called", async () => {
    const page = Buffer.from("<!doctype html><title>Sign in</title>");
    const { fetching, bucket } = bench({ [ADDRESS]: page, "https://files.example/b": new Uint8Array([0xff]) });

    expect(await fetching.lookUp("photo.jpg", december)).toEqual({ found: false, refusal: "no-media" });
    expect(await fetching.lookUp("b", { ...december, address: "https://files.example/b" })).toMatchObject({
      refusal: "no-media",
    });
    expect(bucket.size).toBe(0);
  });

  it("tells why an address gives nothing, and asks no site for a plain name", async () => {
    const { fetching, fetched } = bench({});

    expect(await fetching.lookUp("photo.jpg", december)).toEqual({ found: false, refusal: "not-found" });
    expect(await fetching.lookUp("photo.jpg")).toEqual({ found: false });
    expect(fetched).toHaveLength(1);
  });

  it("does not wait again for a site that was too slow, for a few minutes", async () => {
    const { fetching, fetched, clock } = bench({});
    const from = (path: string) => ({ calendar: "december", address: `https://slow.example/${path}` });

    expect(await fetching.lookUp("a", from("a"))).toEqual({ found: false, refusal: "too-slow" });
    expect(await fetching.lookUp("b", from("b"))).toEqual({ found: false, refusal: "too-slow" });
    expect(fetched).toHaveLength(1);
    clock.advance(6 * 60_000);
    await fetching.lookUp("b", from("b"));
    expect(fetched).toHaveLength(2);
  });

  it("writes no folder into the bucket that an address smuggles in", async () => {
    const { fetching, bucket } = bench({ [ADDRESS]: await anImage() });
    await fetching.lookUp("../../calendars/x.jpg", december);

    expect([...bucket.keys()]).toEqual([expect.stringMatching(/^fetched\/[0-9a-f]{16}\/[^/]+$/)]);
  });
});
