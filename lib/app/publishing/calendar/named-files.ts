import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import { keyOfMedia, type MediaReference, mediaReferences } from "#lib/domain/publishing/calendar/media-references.ts";
import type { CalendarRow } from "#lib/domain/publishing/calendar/row.ts";
import { LatestNotes } from "./latest-notes.ts";
import type { MediaCatalogue } from "./ports.ts";

/** The files that the rows of a calendar name. Each is asked for once: a logo may stand in every row. */
export class NamedFiles {
  readonly #media: MediaCatalogue;
  readonly #calendar: string;
  readonly #known = new LatestNotes<string, MediaLookup>(10_000);
  /** Those that the rows name which are judged now. */
  #named = new Map<string, MediaLookup>();

  constructor(media: MediaCatalogue, calendar: string) {
    this.#media = media;
    this.#calendar = calendar;
  }

  /** Looks for the files of the rows that are judged next. */
  async lookUp(rows: readonly CalendarRow[]): Promise<void> {
    this.#named = new Map();
    const unknown = new Map<string, MediaReference>();
    for (const row of rows) {
      for (const file of namedIn(row)) {
        const key = keyOfMedia(file);
        const known = this.#known.get(key);
        if (known) this.#named.set(key, known);
        else unknown.set(key, file);
      }
    }
    await Promise.all(
      Array.from(unknown, async ([key, file]) => {
        const found = await this.#ask(file);
        this.#known.set(key, found);
        this.#named.set(key, found);
      }),
    );
  }

  /** What was found of a file that one of the rows names. */
  readonly lookedUp = (file: MediaReference): MediaLookup => this.#named.get(keyOfMedia(file)) ?? { found: false };

  #ask({ name, address }: MediaReference): Promise<MediaLookup> {
    if (address === undefined) return this.#media.lookUp(name);
    return this.#media.lookUp(name, { address, calendar: this.#calendar });
  }
}

function namedIn({ values, variants }: CalendarRow): readonly MediaReference[] {
  const common = mediaReferences(values.media);
  if (variants.size === 0) return common;
  return [...common, ...[...variants.values()].flatMap(({ media = "" }) => mediaReferences(media))];
}
