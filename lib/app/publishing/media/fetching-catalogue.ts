import { createHash } from "node:crypto";
import pLimit from "p-limit";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import { LatestNotes } from "../calendar/latest-notes.ts";
import type { MediaCatalogue, WebAddress } from "../calendar/ports.ts";
import { FetchRefusedError } from "./fetch-refused-error.ts";
import { sniff } from "./sniff.ts";

/** Where fetched files lie in the media bucket. */
export const FETCHED = "fetched/";

/** Files on their way at a time: each may lie on the disk of the function. */
const LANES = 4;

/** A site that let us wait is not waited for again this soon: a calendar of its addresses must be read to its end. */
const SLOW_FOR_MS = 5 * 60_000;

export interface FetchingServices {
  readonly catalogue: MediaCatalogue;
  /** @throws FetchRefusedError, also while the bytes are read */
  readonly fetchFile: (address: string) => Promise<AsyncIterable<Uint8Array>>;
  readonly store: MediaStore;
  readonly now: () => Date;
}

export interface MediaStore {
  /** Stores a file as it comes: whole or not at all. */
  put(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/**
 * Knows files by their address as well. A file of that name in the bucket comes first; else the address is fetched into
 * the bucket, once for each calendar.
 */
export function fetchingCatalogue({ catalogue, fetchFile, store, now }: FetchingServices): MediaCatalogue {
  const lane = pLimit(LANES);
  const slowSites = new LatestNotes<string, Date>(1_000);
  const fetched = async (name: string, from: WebAddress): Promise<MediaLookup> => {
    const key = fetchedKey(name, from);
    const known = await catalogue.lookUp(key);
    if (known.found) return known;
    const site = URL.parse(from.address)?.host ?? "";
    const slowAt = slowSites.get(site);
    if (slowAt && now().getTime() - slowAt.getTime() < SLOW_FOR_MS) return { found: false, refusal: "too-slow" };
    try {
      await store.put(key, onlyMedia(await fetchFile(from.address)));
      return await catalogue.lookUp(key);
    } catch (error) {
      if (error instanceof FetchRefusedError) {
        if (error.because === "too-slow") slowSites.set(site, now());
        return { found: false, refusal: error.because };
      }
      throw error;
    }
  };
  return {
    async lookUp(name, from) {
      const named = await catalogue.lookUp(name);
      return named.found || !from ? named : await lane(() => fetched(name, from));
    },
  };
}

/** Where the file of an address lies once it is fetched: readable at its end, unique before it. */
export function fetchedKey(name: string, { address, calendar }: WebAddress): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([calendar, address]))
    .digest("hex")
    .slice(0, 16);
  return `${FETCHED}${digest}/${name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(-80)}`;
}

/** Nothing of a page or a document is stored: the first bytes tell. */
async function* onlyMedia(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array();
  let isMedia = false;
  for await (const piece of bytes) {
    if (!isMedia && head.length < 16) head = Buffer.concat([head, piece.subarray(0, 16)]);
    if (!isMedia && head.length >= 16) {
      if (sniff(head) === undefined) throw new FetchRefusedError("no-media");
      isMedia = true;
    }
    yield piece;
  }
  if (!isMedia) throw new FetchRefusedError("no-media");
}
