import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { ContentRejectedError } from "../errors.ts";
import type { Progress, PublishingContext, StageStep } from "../network.ts";
import { videoOf } from "./caption.ts";
import { type ChunkTaken, chunksIn, isAllButLastSent, sendNextChunk } from "./chunks.ts";
import { askCreator } from "./creator.ts";
import { initVideo } from "./init.ts";
import { MOST_RESTARTS, readProgress, type Staged, type Upload } from "./progress.ts";
import { readState } from "./state.ts";

/** What a creator's settings were is asked anew after this. */
const CREATOR_HOLDS_MS = 60 * 60_000;

/**
 * One step: ask the creator's settings, make a place for the video, or send one chunk. All chunks but the last: that one
 * makes the video live, and is the commit. Photos have nothing to upload.
 */
export async function stage(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<StageStep> {
  const { creator, upload, restartCount } = readProgress(progress);
  const isStale = creator === undefined || expiryOf(creator.askedAt).getTime() <= context.now().getTime();
  if (isStale) return next(draft, { creator: await askCreator(draft, context), restartCount });
  const video = videoOf(draft);
  if (!video) return next(draft, { creator, restartCount });
  if (upload === undefined || Date.parse(upload.expiresAt) <= context.now().getTime()) {
    return next(draft, { creator, restartCount, upload: await initVideo(draft, video, creator, context) });
  }
  const staged = { creator, upload, restartCount };
  return isAllButLastSent(upload) ? lookAgain(staged, context) : sendOne(draft, video, staged, context);
}

type StagedVideo = Staged & { readonly upload: Upload };

async function sendOne(
  draft: Draft,
  video: DraftMedia,
  staged: StagedVideo,
  context: PublishingContext,
): Promise<StageStep> {
  const { upload } = staged;
  const taken = await sendNextChunk(upload, video, context);
  const sentChunks = taken.is === "stored" ? upload.sentChunks + 1 : chunksStored(taken, upload);
  return sentChunks === undefined ? startAnew(staged) : next(draft, { ...staged, upload: { ...upload, sentChunks } });
}

/** Where to go on when TikTok has more than we know of: the worker before us died before it could write it down. */
function chunksStored(taken: ChunkTaken, { sizeBytes }: Upload): number | undefined {
  if (taken.is !== "misplaced" || taken.storedBytes === undefined) return undefined;
  return chunksIn(taken.storedBytes, sizeBytes);
}

/** All was sent that may be: yet a commit was refused, or a worker died. */
async function lookAgain(staged: StagedVideo, context: PublishingContext): Promise<StageStep> {
  const { upload } = staged;
  const state = await readState(upload.publishId, upload.sizeBytes, context);
  if (state.is === "failed" && !state.mayPass) throw new ContentRejectedError(state.reason, { code: state.code });
  const isLost = state.is === "failed" || state.is === "incomplete";
  return isLost ? startAnew(staged) : ready(staged);
}

/** Places that are given up end by themselves, and nothing of them is ever seen. */
function startAnew({ creator, restartCount }: Staged): StageStep {
  if (restartCount >= MOST_RESTARTS) {
    throw new ContentRejectedError(`TikTok did not take the video in ${restartCount + 1} attempts`, { code: "stuck" });
  }
  return { status: "continue", progress: { creator, restartCount: restartCount + 1 } };
}

function next(draft: Draft, staged: Staged): StageStep {
  const isStaged = videoOf(draft) ? staged.upload !== undefined && isAllButLastSent(staged.upload) : true;
  return isStaged ? ready(staged) : { status: "continue", progress: staged };
}

function ready(staged: Staged): StageStep {
  const { creator, upload } = staged;
  const expiresAt = upload ? new Date(upload.expiresAt) : creator && expiryOf(creator.askedAt);
  return { status: "staged", progress: staged, expiresAt };
}

function expiryOf(askedAt: string): Date {
  return new Date(Date.parse(askedAt) + CREATOR_HOLDS_MS);
}
