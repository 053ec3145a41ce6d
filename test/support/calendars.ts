import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Encoding } from "#lib/app/publishing/calendar/encoding.ts";
import type {
  CalendarSource,
  CalendarStore,
  MediaCatalogue,
  NetworkFinder,
  Report,
  ReportAbout,
} from "#lib/app/publishing/calendar/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { Network } from "#lib/networks/network.ts";

const eventsFolder = new URL("../../events/", import.meta.url);

/** When the sample calendars are uploaded: before all of their dates. */
export const UPLOADED_AT = new Date("2026-10-01T00:00:00Z");

export const sampleCalendar = (name: string): Promise<Buffer> => readFile(new URL(`calendars/${name}`, eventsFolder));

/** The bytes in pieces of `size`, as a network delivers them. */
export async function* inPieces(bytes: Uint8Array, size = 5): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** A calendar file, from its text or bytes. */
export function aCalendar(content: string | Uint8Array, changes: Partial<CalendarSource> = {}): CalendarSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const version = createHash("sha256").update(bytes).digest("hex");
  const name = changes.name ?? "december";
  return { name, fileName: name, uploadedAt: UPLOADED_AT, version, open: async () => inPieces(bytes), ...changes };
}

export function aChannel(channelId: string): Channel {
  const [network = "", name = ""] = channelId.split("/");
  return { channelId, network, name, remoteId: `${network}-1` };
}

export const CHANNELS = ["facebook/lumiere", "instagram/lumiere", "x/lumiere"].map(aChannel);

/** Networks that allow any text but on X, where it is at most 280 characters, and want pictures on Instagram; X has threads. */
export const findNetwork: NetworkFinder = (name) => {
  const check = (draft: Draft) => {
    if (name === "x" && draft.text.length > 280) return [{ column: "text", problem: "too long", remedy: "shorten it" }];
    if (name === "instagram" && draft.media.length === 0) {
      return [{ column: "media", problem: "needs a picture", remedy: "add one" }];
    }
    return [];
  };
  const followUps = { kinds: name === "x" ? ["comment", "thread"] : ["comment"], check: () => [] };
  const publishing = { check, needsStaging: (draft: Draft) => draft.media.length > 0, followUps };
  return { publishing } as unknown as Pick<Network, "publishing">;
};

/** A media bucket that holds whatever it is asked for. */
export const everyMedia: MediaCatalogue = { lookUp: async () => ({ found: true, sizeBytes: 1000 }) };

/** A media bucket that holds the given files; it counts how often it is asked. */
export class InMemoryMedia implements MediaCatalogue {
  readonly #files: ReadonlySet<string>;
  lookUpCount = 0;

  constructor(...files: readonly string[]) {
    this.#files = new Set(files);
  }

  async lookUp(name: string): Promise<MediaLookup> {
    this.lookUpCount += 1;
    if (this.#files.has(name)) return { found: true, sizeBytes: 1000 };
    return { found: false, similar: [...this.#files].find((file) => file.toLowerCase() === name.toLowerCase()) };
  }
}

/** Calendars by key, and the reports that were written. */
export class InMemoryCalendars implements CalendarStore {
  readonly files = new Map<string, CalendarSource>();
  /** As their readers see them. */
  readonly reports = new Map<string, string>();
  readonly reportBytes = new Map<string, Buffer>();
  readonly encodings: Encoding[] = [];
  readonly abouts: ReportAbout[] = [];

  async find(key: string): Promise<CalendarSource | undefined> {
    return this.files.get(key);
  }

  async writeReport(key: string, { bytes, encoding, about }: Report): Promise<void> {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    this.abouts.push(about());
    this.encodings.push(encoding);
    this.reportBytes.set(key, Buffer.concat(pieces));
    this.reports.set(key, new TextDecoder(encoding, { ignoreBOM: true }).decode(Buffer.concat(pieces)));
  }
}
