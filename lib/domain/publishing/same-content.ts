import type { Approval } from "./approval.ts";
import type { Draft, DraftMedia, DraftOptions } from "./draft.ts";
import type { Lateness } from "./lateness.ts";

/** What is to be shown, when, and what is to become of it if that cannot be. */
export interface Plan extends Lateness, Pick<Approval, "needsApproval"> {
  readonly draft: Draft;
  readonly dueAt: Date;
  readonly followUpIds?: readonly string[];
}

/** Whether two plans would show followers the same thing at the same time, and do the same if that cannot be. */
export function isSameContent(one: Plan, other: Plan): boolean {
  return (
    one.dueAt.getTime() === other.dueAt.getTime() &&
    one.lateUpToMs === other.lateUpToMs &&
    one.ifTooLate === other.ifTooLate &&
    (one.needsApproval ?? false) === (other.needsApproval ?? false) &&
    one.draft.text === other.draft.text &&
    one.draft.link === other.draft.link &&
    one.draft.campaign === other.draft.campaign &&
    String(one.followUpIds ?? "") === String(other.followUpIds ?? "") &&
    isSameOptions(one.draft.options, other.draft.options) &&
    one.draft.media.length === other.draft.media.length &&
    one.draft.media.every((media, index) => isSameMedia(media, other.draft.media[index]))
  );
}

/** A file that was replaced under the same name shows by its size: close enough, since the name is the promise. */
function isSameMedia(one: DraftMedia, other: DraftMedia | undefined): boolean {
  if (one.name !== other?.name || one.altText !== other.altText) return false;
  if (one.isAwaited && other.isAwaited) return one.imageFit === other.imageFit;
  // Nothing is known of a file that had yet to come: that it came is no change.
  return one.sizeBytes === other.sizeBytes || one.isAwaited === true || other.isAwaited === true;
}

function isSameOptions(one: DraftOptions = {}, other: DraftOptions = {}): boolean {
  const inOrder = (options: DraftOptions) => JSON.stringify(Object.entries(options).sort());
  return inOrder(one) === inOrder(other);
}

/** Whether staging has reached nothing new. A store may give attributes back in another order. */
export function isSameProgress(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const [ofOne, ofOther] = [definedEntries(one), new Map(definedEntries(other))];
  return (
    ofOne.length === ofOther.size &&
    ofOne.every(([name, value]) => ofOther.has(name) && isSameProgress(value, ofOther.get(name)))
  );
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, content]) => content !== undefined);
}
