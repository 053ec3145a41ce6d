import type { Applied, DueEntry } from "#lib/app/publishing/ports.ts";
import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { applied, BEFORE_SENDING, type PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import { satisfies } from "#lib/domain/transition.ts";

/**
 * The publications table, down to what a caller is told: the guards are judged on the stored item, and the answer is
 * the caller's own copy with the transition applied, as `lib/aws/publications-table.ts` gives it.
 */
export class SimulatedTable {
  readonly #items = new Map<string, Publication>();
  lookedUntil: Date | undefined;
  /** Publications that were claimed at a moment at which nobody had approved them as they were. */
  readonly claimedUnapproved = new Set<string>();

  all(): readonly Publication[] {
    return [...this.#items.values()];
  }

  one(publicationId: string): Publication | undefined {
    return this.#items.get(publicationId);
  }

  many(publicationIds: readonly string[]): readonly Publication[] {
    return publicationIds.flatMap((id) => this.#items.get(id) ?? []);
  }

  add(publications: readonly Publication[]): ReadonlySet<string> {
    const added = publications.filter(({ publicationId }) => !this.#items.has(publicationId));
    for (const publication of added) this.#items.set(publication.publicationId, publication);
    return new Set(added.map(({ publicationId }) => publicationId));
  }

  /** @param isRepeated the SDK writes the same once more, because it heard no answer: the `claimId` tells our own. */
  apply(publication: Publication, transition: PublicationTransition, isRepeated: boolean): Applied {
    const first = this.#write(publication, transition);
    if (!isRepeated) return first;
    const second = this.#write(publication, transition);
    if (second.applied) return second;
    return this.recognises(second.current, transition)
      ? { applied: true, publication: applied(publication, transition) }
      : second;
  }

  protected recognises(current: Publication | undefined, { claimId }: PublicationTransition): boolean {
    return current?.claimId === claimId;
  }

  #write(publication: Publication, transition: PublicationTransition): Applied {
    const current = this.#items.get(publication.publicationId);
    if (!current || !satisfies(current, transition.guard)) return { applied: false, current };
    const isFirstClaim = transition.set.state === "sending" && BEFORE_SENDING.includes(current.state);
    if (isFirstClaim && isAwaitingApproval(current)) this.claimedUnapproved.add(current.publicationId);
    this.#items.set(publication.publicationId, applied(current, transition));
    return { applied: true, publication: applied(publication, transition) };
  }

  due(from: Date, to: Date): readonly DueEntry[] {
    const entries: DueEntry[] = [];
    for (const { publicationId, channelId, revision, nextStepAt, wantsStaging } of this.#items.values()) {
      if (!nextStepAt || nextStepAt < from || nextStepAt >= to) continue;
      entries.push({ publicationId, channelId, revision, nextStepAt, wantsStaging });
    }
    return entries.sort((one, other) => one.nextStepAt.getTime() - other.nextStepAt.getTime());
  }
}
