import type { FollowUpDraft, Ties } from "../follow-up.ts";
import type { Column, ColumnValues } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import type { FollowUpRules, PlannedPost } from "./row-plan.ts";

/** What a row wants below its post: its own first comment, and the parts of a thread, in order. */
export function readFollowUps({ first_comment, thread }: ColumnValues): readonly FollowUpDraft[] {
  if (first_comment === "" && thread === "") return [];
  const parts = thread
    .split(/^\s*---+\s*$/mu)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return [
    ...parts.map((text) => ({ kind: "thread" as const, draft: { text, media: [] } })),
    ...(first_comment === "" ? [] : [{ kind: "comment" as const, draft: { text: first_comment, media: [] } }]),
  ];
}

const COLUMN_OF = { comment: "first_comment", thread: "thread" } as const satisfies Record<
  FollowUpDraft["kind"],
  Column
>;

export interface FollowUpsJudged {
  /** Those that the network takes. */
  readonly followUps: readonly FollowUpDraft[];
  readonly problems: readonly CellProblem[];
}

/**
 * A post without its comment still stands, so a network that takes none is only warned of; a thread without its parts is
 * half a text, so it does not go out there.
 */
export function judgeFollowUps(
  wanted: readonly FollowUpDraft[],
  { rules, network, say }: { readonly rules: FollowUpRules | undefined; readonly network: string; readonly say: Say },
): FollowUpsJudged {
  if (wanted.length === 0) return { followUps: [], problems: [] };
  const isTaken = ({ kind }: FollowUpDraft) => rules?.kinds.includes(kind) ?? false;
  const followUps = wanted.filter(isTaken);
  const left = new Set(wanted.filter((each) => !isTaken(each)).map(({ kind }) => kind));
  const untaken = [...left].map((kind): CellProblem => {
    if (kind === "comment") {
      return { column: COLUMN_OF[kind], severity: "warning", ...say("optionUnsupported", { network }) };
    }
    return { column: COLUMN_OF[kind], ...say("threadUnsupported", { network, column: say.column("thread") }) };
  });
  const refused = followUps.flatMap(({ kind, draft }) =>
    (rules?.check(draft, kind) ?? []).map(({ inFrench, ...problem }) => ({
      ...problem,
      ...(say.language === "fr" && inFrench),
      column: COLUMN_OF[kind],
      value: draft.text,
    })),
  );
  return { followUps, problems: [...untaken, ...refused] };
}

type LonePost = Omit<PlannedPost, "followUps">;

/** A post as publications: itself, then what goes out below it, each tied to the one above. */
export function withFollowUps(planned: PlannedPost): readonly (LonePost & Ties)[] {
  const post = alone(planned);
  const { followUps } = planned;
  if (followUps.length === 0) return [post];
  const { publicationId } = post;
  const tied: { readonly id: string; readonly parentId: string; readonly followUp: FollowUpDraft }[] = [];
  let above = publicationId;
  for (const [index, followUp] of followUps.entries()) {
    const isComment = followUp.kind === "comment";
    const id = isComment ? `${publicationId}.comment` : `${publicationId}.part${index + 2}`;
    tied.push({ id, parentId: isComment ? publicationId : above, followUp });
    if (!isComment) above = id;
  }
  const below = (parent: string) => {
    const ids = tied.filter(({ parentId }) => parentId === parent).map(({ id }) => id);
    return ids.length > 0 ? { followUpIds: ids } : {};
  };
  const following = tied.map(({ id, parentId, followUp: { kind, draft } }) => ({
    ...post,
    publicationId: id,
    draft,
    wantsStaging: false,
    followUp: { kind, parentId },
    ...below(id),
  }));
  return [{ ...post, ...below(publicationId) }, ...following];
}

/** Named one by one: to leave a property out by rest is slow, and every post comes through here. */
function alone(post: PlannedPost): LonePost {
  const { calendar, isOfNamedCalendar, rowId, publicationId, channel, dueAt, draft, wantsStaging, lateness } = post;
  const lone = { calendar, isOfNamedCalendar, rowId, publicationId, channel, dueAt, draft, wantsStaging, lateness };
  const { needsApproval } = post;
  return needsApproval === undefined ? lone : { ...lone, needsApproval };
}
