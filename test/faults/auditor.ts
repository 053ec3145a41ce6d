import type { Publication } from "#lib/domain/publishing/publication.ts";
import { wantedUntil } from "#lib/domain/publishing/sending-time.ts";
import { followsAtOnce, isAtRest, judgeTies } from "./audit-ties.ts";
import { type FaultKind, HARMLESS } from "./fault.ts";
import { editOf, type LivePost } from "./followers.ts";
import type { ReplyWorld } from "./reply-world.ts";
import { publicationsOf, type Row } from "./rows.ts";
import { SKEW_MS, type World } from "./world.ts";

export type ViolationKind =
  | "duplicate"
  | "lost"
  | "stuck"
  | "failed-but-live"
  | "published-late"
  | "published-early"
  | "live-after-cancel"
  | "old-edit-live"
  | "needlessly-late"
  | "untold"
  | "sent-though-stopped"
  | "sent-though-closed"
  | "sent-unapproved"
  | "refresh-token-reused"
  | "before-parent";

export interface Violation {
  readonly kind: ViolationKind;
  readonly publicationId: string;
  readonly detail: string;
}

/** A worker's last minute, its longest socket, and its clock. */
const LATENESS_SLACK_MS = 60_000 + 30_000 + SKEW_MS;

/** What is planned later than this before its time may miss its second. */
const PREPARATION_MS = 2 * 60_000;

/** With nothing going wrong a post goes out within this of its second. */
const ON_TIME_MS = 1_000;

/** Judges a world that has come to its end by what followers see. */
export function audit(world: World, rows: readonly Row[], faults: Iterable<FaultKind>): readonly Violation[] {
  const kinds = [...new Set(faults)];
  const isHarmless = kinds.every((kind) => HARMLESS.has(kind));
  const hasCopies = kinds.some((kind) => COPIES.has(kind));
  return rows
    .flatMap((row) => publicationsOf(row))
    .flatMap((plan, index) => {
      const publication = world.table.one(plan.publicationId);
      const posts = world.followers.of(plan.publicationId);
      const found = publication
        ? [
            ...judgeState(publication, posts, world),
            ...judgeTies(publication, posts, world),
            ...judgeTimes(publication, posts, world),
            ...judgePromises(posts, world),
            ...judgeStops(posts, world),
            ...judgeBudgets(publication, world),
            ...judgeApprovals(posts, world),
            ...(hasCopies ? [] : judgeNews(publication, world)),
          ]
        : [violation("lost", "it was never stored")];
      const isEarlyEnough = plan.dueAt.getTime() - world.startedAt >= PREPARATION_MS;
      const isPunctual = plan.followUp
        ? publication && followsAtOnce(publication, posts, world)
        : isOnTime(plan.dueAt.getTime(), posts);
      const needless =
        isHarmless && isEarlyEnough && !isPunctual ? [violation("needlessly-late", "nothing held it up")] : [];
      const reused = index === 0 ? judgeTokens(world) : [];
      return [...found, ...needless, ...reused].map((each) => ({ ...each, publicationId: plan.publicationId }));
    });
}

export type Found = Omit<Violation, "publicationId">;

function violation(kind: ViolationKind, detail: string): Found {
  return { kind, detail };
}

function judgeState(publication: Publication, posts: readonly LivePost[], world: World): Found[] {
  const { state, question, reason } = publication;
  const found: Found[] = [];
  if (posts.length > 1) found.push(violation("duplicate", `${posts.length} posts are live`));
  if (state === "published" && posts.length === 0) found.push(violation("lost", "published, and nobody sees it"));
  const isNowhere = ["failed", "cancelled", "missed"].includes(state) || question === "still-wanted";
  if (isNowhere && posts.length > 0) {
    found.push(violation("failed-but-live", `${state} (${reason}), and live`));
  }
  if (!isAtRest(publication, world) && state !== "review") found.push(violation("stuck", `${state} (${reason})`));
  return found;
}

function judgeTimes(publication: Publication, posts: readonly LivePost[], { operator }: World): Found[] {
  const { publicationId, dueAt, followsSince } = publication;
  return posts.flatMap((post) => {
    const edit = operator.acknowledged.find(
      (each) => each.publicationId === publicationId && each.edit?.number === editOf(post),
    )?.edit;
    const due = followsSince?.getTime() ?? edit?.dueAt ?? dueAt.getTime();
    if (post.at < due - SKEW_MS) return [violation("published-early", `${due - post.at} ms before its time`)];
    const latest = wantedUntil({ ...publication, dueAt: new Date(due) }).getTime();
    const isTooLate = post.at > latest + LATENESS_SLACK_MS;
    return isTooLate ? [violation("published-late", `${post.at - due} ms after its time`)] : [];
  });
}

function judgePromises(posts: readonly LivePost[], { operator }: World): Found[] {
  return posts.flatMap((post) => {
    const promises = operator.acknowledged.filter(
      ({ publicationId, at }) => publicationId === post.publicationId && at < post.at,
    );
    if (promises.some(({ edit }) => edit === undefined)) return [violation("live-after-cancel", "it was taken back")];
    const number = Math.max(0, ...promises.map(({ edit }) => edit?.number ?? 0));
    return editOf(post) < number ? [violation("old-edit-live", `edit ${editOf(post)} instead of ${number}`)] : [];
  });
}

/** Each post needs a claim that was asked for while publishing went on, for all that its worker could know. */
function judgeStops(posts: readonly LivePost[], { claims, stops }: World): Found[] {
  return posts.flatMap(({ publicationId, at }) => {
    const before = claims.filter((claim) => claim.publicationId === publicationId && claim.askedAt <= at);
    if (before.some(({ askedAt }) => stops.excuses(askedAt))) return [];
    return [violation("sent-though-stopped", "it was claimed after a person had stopped everything")];
  });
}

/** A worker that had read that the network takes nothing now sends nothing until it does. */
function judgeBudgets({ publicationId }: Publication, { budgets }: World): Found[] {
  if (!budgets.disrespected.has(publicationId)) return [];
  return [violation("sent-though-closed", "its worker knew that the network takes nothing now")];
}

function judgeTokens({ tokens }: Pick<World, "tokens">): Found[] {
  return tokens.reuses.map(({ detail }) => violation("refresh-token-reused", detail));
}

/** A claim that asks for an approval gets no post out that lacks it at that moment. */
function judgeApprovals(posts: readonly LivePost[], { table }: World): Found[] {
  const isUnapproved = posts.some(({ publicationId }) => table.claimedUnapproved.has(publicationId));
  return isUnapproved ? [violation("sent-unapproved", "nobody had approved it as it was when it was claimed")] : [];
}

/**
 * News can be lost when a worker dies between storing and telling while another has the same job: that one is done with
 * it, and nobody comes back. What is live and what is stored stay right.
 */
const COPIES: ReadonlySet<FaultKind> = new Set(["twice", "again", "ack-lost"]);

const NEWS: Readonly<Partial<Record<Publication["state"], string>>> = {
  published: "PublicationPublished",
  failed: "PublicationFailed",
  missed: "PublicationMissed",
  review: "PublicationInReview",
};

/** The world outside hears how it ended, unless a job was given up on: people then look after the dead letters. */
function judgeNews({ publicationId, state, history }: Publication, { told, queue }: World): Found[] {
  const type = NEWS[state];
  const isPersons = history.at(-1)?.by !== "publisher";
  if (!type || isPersons || queue.deadLetterCount > 0 || told.has(`${type} ${publicationId}`)) return [];
  return [violation("untold", `${state}, and nobody was told`)];
}

function isOnTime(dueAt: number, [post]: readonly LivePost[]): boolean {
  return post !== undefined && post.at - dueAt <= ON_TIME_MS;
}

const REPLY_NEWS = { sent: "ReplySent", failed: "ReplyFailed", review: "ReplyInReview" } as const;

/** Judges what became of one answer by what the customer sees. */
export function auditReply({ reply, followers, told, tokens }: ReplyWorld): readonly Violation[] {
  const { posts } = followers;
  const publicationId = reply?.replyId ?? "";
  const found: Found[] = [...judgeTokens({ tokens })];
  if (posts.length > 1) found.push(violation("duplicate", `${posts.length} answers are live`));
  if (!reply) return [...found, violation("lost", "it was never stored")].map((each) => ({ ...each, publicationId }));
  const { state, reason } = reply;
  if (state === "sent" && posts.length === 0) found.push(violation("lost", "sent, and nobody sees it"));
  if (state === "failed" && posts.length > 0) found.push(violation("failed-but-live", `failed (${reason}), and live`));
  const isAtRest = state === "sent" || state === "failed" || state === "review";
  if (!isAtRest) found.push(violation("stuck", `${state} (${reason})`));
  if (isAtRest && !told.has(REPLY_NEWS[state])) found.push(violation("untold", `${state}, and nobody was told`));
  return found.map((each) => ({ ...each, publicationId }));
}
