import * as z from "zod";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { graphGet, graphPost } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { CommitOutcome, NetworkContext, Progress, PublishingContext, StageStep } from "../network.ts";
import { messageOf } from "./message.ts";
import { PostState, PublishedObject } from "./wire.ts";

/** Photos that wait unpublished: their ids, in the draft's order. */
const StagedPhotos = z.object({ photoIds: z.array(z.string()), firstUploadedAt: z.string() });

/** Facebook drops a photo that stays unpublished for a day. */
const UNPUBLISHED_PHOTO_LIVES_MS = 24 * 60 * 60_000;

export function needsStaging(draft: Draft): boolean {
  return draft.media.length > 0;
}

/**
 * Uploads the next photo, unpublished: then all that is left is one call, and the ids tell afterwards whether it came
 * through.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/page/photos
 */
export async function stage(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<StageStep> {
  const { photoIds, firstUploadedAt } = stagedPhotos(progress, context.now());
  const next = draft.media[photoIds.length];
  if (!next) {
    const expiresAt = new Date(new Date(firstUploadedAt).getTime() + UNPUBLISHED_PHOTO_LIVES_MS);
    return { status: "staged", progress: { photoIds, firstUploadedAt }, expiresAt };
  }
  const { href: url } = await context.media.url(next.name, next.contentType);
  const photo = await graphPost(context, {
    path: [context.channel.remoteId, "photos"],
    params: { url, published: false, alt_text_custom: next.altText },
    answer: CreatedObject,
  });
  return { status: "continue", progress: { photoIds: [...photoIds, photo.id], firstUploadedAt } };
}

/** Nothing yet, also when what was uploaded has expired. */
function stagedPhotos(progress: Progress | undefined, now: Date): z.infer<typeof StagedPhotos> {
  const staged = StagedPhotos.safeParse(progress).data;
  const isAlive = staged && now.getTime() - new Date(staged.firstUploadedAt).getTime() < UNPUBLISHED_PHOTO_LIVES_MS;
  return isAlive ? staged : { photoIds: [], firstUploadedAt: now.toISOString() };
}

export function photoIdsOf(progress: Progress | undefined): readonly string[] {
  return StagedPhotos.safeParse(progress).data?.photoIds ?? [];
}

/** @see https://developers.facebook.com/docs/pages-api/posts */
export function commit(
  draft: Draft,
  progress: Progress | undefined,
  _commitKey: string,
  context: PublishingContext,
): Promise<CommitOutcome> {
  return commitOutcome(async () => {
    const post = await graphPost(context, {
      path: [context.channel.remoteId, "feed"],
      params: { ...contentOf(draft, progress), fields: "id,permalink_url" },
      answer: PublishedObject,
    });
    return { remoteId: post.id, url: post.permalink_url };
  });
}

function contentOf(draft: Draft, progress: Progress | undefined): Record<string, string | object | undefined> {
  const message = messageOf(draft) || undefined;
  if (draft.media.length === 0) return { message, link: draft.link };
  return { message, attached_media: photoIdsOf(progress).map((id) => ({ media_fbid: id })) };
}

export async function confirm(remoteId: string, context: NetworkContext): Promise<{ isLive: boolean; url?: string }> {
  const post = await graphGet(context, {
    path: [remoteId],
    params: { fields: "is_published,permalink_url" },
    answer: PostState,
  });
  return { isLive: post.is_published ?? true, url: post.permalink_url };
}
