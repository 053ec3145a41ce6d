import type { Draft } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { NotReadyError, OutcomeUnknownError } from "../errors.ts";
import type { CommitOutcome, NetworkContext, PendingCommit, Progress, PublishingContext } from "../network.ts";
import { videoOf } from "./caption.ts";
import { isAllButLastSent, sendNextChunk } from "./chunks.ts";
import { initPhotos } from "./init.ts";
import { readProgress, type Staged } from "./progress.ts";
import { isOut, knownAs, type PostState, postUrl, readState } from "./state.ts";
import { API_ORIGIN, UPLOAD_ORIGIN } from "./wire.ts";

/** Videos are sent to an address that TikTok gives, which is there so far. */
export function commitOrigin(draft: Draft): string {
  return videoOf(draft) ? UPLOAD_ORIGIN : API_ORIGIN;
}

/**
 * Sends what makes the post live: the last chunk of a video, whose publish id is stored since it was prepared, or the one
 * request for photos. Then TikTok works on it, and tells by that id what becomes of it.
 */
export async function commit(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<CommitOutcome | PendingCommit> {
  const staged = readProgress(progress);
  const isVideo = videoOf(draft) !== undefined;
  const sentAt = context.now();
  const sent = await commitOutcome(async () => ({
    remoteId: isVideo ? await sendLastChunk(draft, staged, context) : await sendPhotos(draft, staged, context),
  }));
  if (sent.outcome !== "accepted") return sent;
  const { remoteId: publishId } = sent;
  return await afterwards(
    { draft, publishId, progress: isVideo ? staged : withPhotos(staged, publishId, sentAt) },
    context,
  );
}

function withPhotos(staged: Staged, publishId: string, sentAt: Date): Staged {
  return { ...staged, photos: { publishId, sentAt: sentAt.toISOString() }, restartCount: staged.restartCount + 1 };
}

async function sendLastChunk(draft: Draft, { upload }: Staged, context: PublishingContext): Promise<string> {
  const video = videoOf(draft);
  if (!video || !upload || !isAllButLastSent(upload)) throw new NotReadyError("the video is not uploaded yet");
  if (Date.parse(upload.expiresAt) <= context.now().getTime()) throw new NotReadyError("the upload has expired");
  const { is } = await sendNextChunk(upload, video, context);
  // TikTok has other bytes than we know of, perhaps all of them: its state tells.
  if (is === "misplaced") await requireTaken(upload.publishId, upload.sizeBytes, context);
  if (is === "over") throw new NotReadyError("the upload is over, and begins anew");
  if (is === "stored") throw new OutcomeUnknownError("TikTok waits for more bytes than the video has");
  return upload.publishId;
}

/** @throws NotReadyError where the upload has come to nothing and may begin anew. */
async function requireTaken(publishId: string, sizeBytes: number, context: NetworkContext): Promise<void> {
  const state = await readState(publishId, sizeBytes, context).catch((cause: unknown) => {
    throw new OutcomeUnknownError("nobody can tell what TikTok has of the video", { cause });
  });
  if (state.is === "incomplete") throw new OutcomeUnknownError("TikTok has other bytes of the video than we sent");
  if (state.is === "failed" && state.mayPass) throw new NotReadyError(state.reason, { code: state.code });
}

async function sendPhotos(draft: Draft, { creator }: Staged, context: PublishingContext): Promise<string> {
  if (!creator) throw new NotReadyError("the account's settings are not known yet");
  return await initPhotos(draft, creator, context);
}

/** TikTok has all of it. What cannot be read now can be read later. */
async function afterwards(
  { draft, publishId, progress }: { readonly draft: Draft; readonly publishId: string; readonly progress: Staged },
  context: NetworkContext,
): Promise<CommitOutcome | PendingCommit> {
  const now = context.now();
  const pending: PendingCommit = { outcome: "pending", progress, reason: "TikTok has all of it, and works on it" };
  const state = await readState(publishId, progress.upload?.sizeBytes, context).catch((): PostState => AT_WORK);
  switch (state.is) {
    case "live":
      if (!isOut(state, { draft, sentAt: now, now })) return pending;
      return { outcome: "accepted", ...knownAs(publishId, state, context) };
    case "failed":
      return state.mayPass
        ? { outcome: "notAccepted", because: "not-ready", reason: state.reason, code: state.code }
        : { outcome: "rejected", reason: state.reason, code: state.code };
    case "in-inbox":
    case "incomplete":
    case "at-work":
      return pending;
  }
}

const AT_WORK: PostState = { is: "at-work" };

/** @param remoteId of the post; its publish id as long as TikTok has told no other */
export async function confirm(
  remoteId: string,
  context: NetworkContext,
): Promise<{ readonly isLive: boolean; readonly url?: string }> {
  if (isPostId(remoteId)) return { isLive: true, url: postUrl(remoteId, context) };
  const state = await readState(remoteId, undefined, context);
  if (state.is !== "live") return { isLive: false };
  return { isLive: true, url: postUrl(state.postId, context) };
}

/** Publish ids have letters in them. */
export function isPostId(remoteId: string): boolean {
  return /^\d+$/.test(remoteId);
}
