import { CalendarImported } from "#lib/domain/publishing/calendar/events.ts";
import { publishingEvents } from "#lib/domain/publishing/events.ts";

/** What the pipeline itself told of the demo. */
export class DemoTally {
  imported = 0;
  rejected = 0;
  readonly #lateness = new Map<string, number>();
  readonly #failed = new Set<string>();
  readonly #uncertain = new Set<string>();

  get latenessMs(): readonly number[] {
    return [...this.#lateness.values()];
  }

  get failed(): number {
    return this.#failed.size;
  }

  /** Still in doubt, or waiting for a person. */
  get uncertain(): number {
    return this.#uncertain.size;
  }

  onEvent(type: string, detail: unknown): void {
    if (type === "CalendarImported") {
      const { imported, rejected } = CalendarImported.parse(detail);
      this.imported = imported;
      this.rejected = rejected;
    }
    if (type === "PublicationPublished") {
      const { publicationId, latenessMs } = publishingEvents.PublicationPublished.parse(detail);
      this.#lateness.set(publicationId, latenessMs);
      this.#uncertain.delete(publicationId);
    }
    if (type === "PublicationUncertain") {
      this.#uncertain.add(publishingEvents.PublicationUncertain.parse(detail).publicationId);
    }
    if (type === "PublicationFailed" || type === "PublicationMissed") {
      this.#failed.add(publishingEvents.PublicationFailed.parse(detail).publicationId);
    }
  }
}
