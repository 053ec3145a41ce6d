import type { Publication } from "#lib/domain/publishing/publication.ts";

/** More than a calendar has on a day: what is older is read again. */
const MOST = 20_000;

/**
 * Of which calendar the posts are that this process has planned or met lately. That never changes, so whoever looks for
 * posts of other calendars need not read those of its own.
 */
export class PlannedLately {
  readonly #calendars = new Map<string, string>();

  note(publications: Iterable<Pick<Publication, "publicationId" | "calendar">>): void {
    for (const { publicationId, calendar } of publications) this.#calendars.set(publicationId, calendar);
    for (const oldest of this.#calendars.keys()) {
      if (this.#calendars.size <= MOST) break;
      this.#calendars.delete(oldest);
    }
  }

  /** False also where nobody remembers. */
  isOf(calendar: string, publicationId: string): boolean {
    return this.#calendars.get(publicationId) === calendar;
  }
}
