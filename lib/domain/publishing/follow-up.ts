import type { Draft } from "./draft.ts";

/** `comment`: our own comment below the post. `thread`: the next part of it, each below the part before. */
export type FollowUpKind = "comment" | "thread";

/** What is to go out below a post. */
export interface FollowUpDraft {
  readonly kind: FollowUpKind;
  readonly draft: Draft;
}

/** How a publication hangs together with others. */
export interface Ties {
  /** Set when it goes out below another publication, and not before that is out. */
  readonly followUp?: { readonly kind: FollowUpKind; readonly parentId: string };
  /** Those that go out directly below it. */
  readonly followUpIds?: readonly string[];
}
