import type {
  Applied,
  DueEntry,
  DueIndex,
  OverEntry,
  PublicationArchive,
  PublicationStore,
} from "#lib/app/publishing/ports.ts";
import { isOver, type Publication } from "#lib/domain/publishing/publication.ts";
import { applied, type PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import { satisfies } from "#lib/domain/transition.ts";

/** Publications in memory, with the same conditional writes as the table's: the guards decide. */
export class InMemoryPublications implements PublicationStore, DueIndex, PublicationArchive {
  readonly #items = new Map<string, Publication>();
  #lookedUntil: Date | undefined;
  /** Counts what a table would be asked to write. */
  writeCount = 0;

  /** Called before every transition: a test throws here to make the store fail. */
  beforeApply: (transition: PublicationTransition) => void = () => {};

  one(publicationId: string): Publication {
    const publication = this.#items.get(publicationId);
    if (!publication) throw new Error(`no publication ${publicationId}`);
    return publication;
  }

  all(): readonly Publication[] {
    return [...this.#items.values()];
  }

  async getMany(publicationIds: readonly string[]): Promise<readonly Publication[]> {
    return publicationIds.flatMap((id) => this.#items.get(id) ?? []);
  }

  async add(publications: readonly Publication[]): Promise<ReadonlySet<string>> {
    const added = publications.filter(({ publicationId }) => !this.#items.has(publicationId));
    for (const publication of added) this.#items.set(publication.publicationId, publication);
    this.writeCount += added.length;
    return new Set(added.map(({ publicationId }) => publicationId));
  }

  async apply({ publicationId }: Publication, transition: PublicationTransition): Promise<Applied> {
    this.beforeApply(transition);
    const current = this.#items.get(publicationId);
    if (!current || !satisfies(current, transition.guard)) return { applied: false, current };
    const next = applied(current, transition);
    this.#items.set(publicationId, next);
    this.writeCount += 1;
    return { applied: true, publication: next };
  }

  async *due(from: Date, to: Date): AsyncIterable<readonly DueEntry[]> {
    yield [...this.#items.values()].flatMap(({ nextStepAt, ...rest }) =>
      nextStepAt && nextStepAt >= from && nextStepAt < to ? [{ ...rest, nextStepAt }] : [],
    );
  }

  async *over(day: Date): AsyncIterable<readonly OverEntry[]> {
    const on = day.toISOString().slice(0, 10);
    yield [...this.#items.values()].filter(({ state, dueAt }) => isOver(state) && dueAt.toISOString().startsWith(on));
  }

  async lookedUntil(): Promise<Date | undefined> {
    return this.#lookedUntil;
  }

  async setLookedUntil(instant: Date): Promise<void> {
    this.#lookedUntil = instant;
  }
}
