import * as z from "zod";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import type { CommitOutcome, NetworkContext, Progress, PublishingContext, StageStep } from "../network.ts";
import { post } from "./api.ts";
import { composeText } from "./text.ts";
import { CreatedPost, DescribedMedia, UploadedMedia } from "./wire.ts";

/** What X already holds of the draft's files, in the draft's order. Only the last can lack its description. */
const Staged = z.object({
  media: z.array(
    z.object({ id: z.string(), key: z.string().optional(), expiresAt: z.iso.datetime(), isDescribed: z.boolean() }),
  ),
});
type StagedMedia = z.output<typeof Staged>["media"][number];

/** X keeps an uploaded file for a day unless it says otherwise. */
const MEDIA_LIVES_SECONDS = 86_400;

export function stagedMedia(progress: Progress | undefined): readonly StagedMedia[] {
  return Staged.safeParse(progress).data?.media ?? [];
}

/** Each call uploads one file, or gives the last one its description: https://docs.x.com/x-api/media/quickstart */
export async function stage(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<StageStep> {
  const now = context.now();
  const stored = stagedMedia(progress);
  const usable = stored.every(({ expiresAt }) => new Date(expiresAt) > now) ? stored : [];
  const media = await advance(draft, usable, context);
  const isStaged = media.length === draft.media.length && media.every(({ isDescribed }) => isDescribed);
  if (!isStaged) return { status: "continue", progress: { media } };
  return { status: "staged", progress: { media }, expiresAt: earliestExpiry(media) };
}

async function advance(
  draft: Draft,
  media: readonly StagedMedia[],
  context: PublishingContext,
): Promise<readonly StagedMedia[]> {
  const last = media.at(-1);
  if (last && !last.isDescribed) {
    await describe(last.id, draft.media[media.length - 1]?.altText ?? "", context);
    return media.with(-1, { ...last, isDescribed: true });
  }
  const next = draft.media[media.length];
  return next ? [...media, await upload(next, context)] : media;
}

async function upload(file: DraftMedia, context: PublishingContext): Promise<StagedMedia> {
  const body = new FormData();
  body.set("media", new Blob([await context.media.bytes(file.name)], { type: file.contentType }), "image");
  body.set("media_category", "tweet_image");
  const { data } = await post({ path: "/2/media/upload", body, answer: UploadedMedia }, context);
  const lifetimeMs = (data.expires_after_secs ?? MEDIA_LIVES_SECONDS) * 1000;
  const expiresAt = new Date(context.now().getTime() + lifetimeMs).toISOString();
  return { id: data.id, key: data.media_key, expiresAt, isDescribed: !file.altText };
}

async function describe(id: string, text: string, context: NetworkContext): Promise<void> {
  const body = { id, metadata: { alt_text: { text } } };
  await post({ path: "/2/media/metadata", body, answer: DescribedMedia }, context);
}

function earliestExpiry(media: readonly StagedMedia[]): Date | undefined {
  const instants = media.map(({ expiresAt }) => Date.parse(expiresAt));
  return instants.length > 0 ? new Date(Math.min(...instants)) : undefined;
}

/** https://docs.x.com/x-api/posts/create-post. X has no idempotency key: an unclear answer needs `find`. */
export function commit(draft: Draft, progress: Progress | undefined, context: NetworkContext): Promise<CommitOutcome> {
  const ids = stagedMedia(progress).map(({ id }) => id);
  const text = composeText(draft);
  const body = { ...(text && { text }), ...(ids.length > 0 && { media: { media_ids: ids } }) };
  return commitOutcome(() => createPost(body, context));
}

/** The one call that makes something public, for a post and for an answer to one. */
export async function createPost(body: object, context: NetworkContext): Promise<{ remoteId: string; url: string }> {
  const { data } = await post({ path: "/2/tweets", body, answer: CreatedPost }, context);
  return { remoteId: data.id, url: postUrl(data.id, context) };
}

/** `i` stands for any author: X redirects to the right one. */
export function postUrl(id: string, { channel }: Pick<NetworkContext, "channel">): string {
  return `https://x.com/${channel.handle ?? "i"}/status/${id}`;
}
