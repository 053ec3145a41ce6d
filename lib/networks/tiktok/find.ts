import type { Draft } from "#lib/domain/publishing/draft.ts";
import { NotReadyError } from "../errors.ts";
import type { FindResult, NetworkContext, RefusedLater, SoughtPost } from "../network.ts";
import { post } from "./api.ts";
import { captionOf } from "./caption.ts";
import { privacyOf } from "./privacy.ts";
import { MOST_RESTARTS, readProgress } from "./progress.ts";
import { IN_INBOX, isOut, knownAs, readState } from "./state.ts";
import { type ListedVideo, VideoList } from "./wire.ts";

/** TikTok's clock and ours may differ by this much; it tells whole seconds. */
const CLOCK_SKEW_MS = 60_000;

/** TikTok looks at public posts before it lists them: mostly within a minute, at times for a few hours. */
const LISTED_WITHIN_MS = 90 * 60_000;

const MOST_PAGES = 5;

/** By the publish id, which knows everything. Photos whose answer was lost have none: they are looked for in the list. */
export async function find(sought: SoughtPost, context: NetworkContext): Promise<FindResult | RefusedLater> {
  const { upload, photos, restartCount } = readProgress(sought.progress);
  const mayRestart = restartCount <= MOST_RESTARTS;
  if (upload) return await findByState(sought, { ...upload, mayRestart }, context);
  // What was sent before this attempt is another post, which came to nothing.
  const isOfThisAttempt = photos !== undefined && Date.parse(photos.sentAt) >= sought.attemptedAt.getTime();
  if (isOfThisAttempt) return await findByState(sought, { ...photos, mayRestart }, context);
  return await findInList(sought, context);
}

interface Known {
  readonly publishId: string;
  readonly sizeBytes?: number;
  readonly mayRestart: boolean;
}

async function findByState(
  { draft, attemptedAt: sentAt }: SoughtPost,
  { publishId, sizeBytes, mayRestart }: Known,
  context: NetworkContext,
): Promise<FindResult | RefusedLater> {
  const state = await readState(publishId, sizeBytes, context);
  switch (state.is) {
    case "live":
      if (!isOut(state, { draft, sentAt, now: context.now() })) throw new NotReadyError("TikTok still looks at it");
      return { found: true, ...knownAs(publishId, state, context) };
    case "failed":
      return state.mayPass && mayRestart ? ABSENT : { found: false, because: "refused", reason: state.reason };
    case "in-inbox":
      return cannotKnow(IN_INBOX);
    case "incomplete":
      return ABSENT;
    case "at-work":
      throw new NotReadyError("TikTok is still working on it");
  }
}

const ABSENT: FindResult = { found: false, because: "absent" };

/** A post that is not listed may still be looked at by TikTok: its absence proves nothing, and a person decides. */
async function findInList({ draft, attemptedAt }: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const level = privacyOf(draft);
  if (level !== undefined && level !== "PUBLIC_TO_EVERYONE") return cannotKnow("TikTok lists only public posts");
  const since = attemptedAt.getTime() - CLOCK_SKEW_MS;
  const matches = (await listSince(since, context)).filter((video) => isSame(video, draft));
  const [match] = matches;
  if (match && matches.length === 1) return { found: true, remoteId: match.id, url: match.share_url };
  if (match) return cannotKnow(`${matches.length} posts on TikTok have this very text`);
  if (context.now().getTime() < attemptedAt.getTime() + LISTED_WITHIN_MS) {
    throw new NotReadyError("TikTok does not list it, and lists posts only when it has looked at them");
  }
  return cannotKnow("TikTok does not list it; it may still be looking at it");
}

/** Newest first: https://developers.tiktok.com/doc/tiktok-api-v2-video-list */
async function listSince(since: number, context: NetworkContext): Promise<readonly ListedVideo[]> {
  const found: ListedVideo[] = [];
  let cursor: number | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const body = { max_count: 20, ...(cursor !== undefined && { cursor }) };
    const fields = ["id", "create_time", "title", "video_description", "share_url"];
    const { data } = await post({ path: "/v2/video/list/", fields, body, answer: VideoList }, context);
    const young = data.videos.filter((video) => video.create_time * 1_000 >= since);
    found.push(...young);
    if (young.length < data.videos.length || !data.has_more || data.cursor === undefined) break;
    cursor = data.cursor;
  }
  return found;
}

function isSame({ title, video_description }: ListedVideo, draft: Draft): boolean {
  return [video_description, title].some((text) => readable(text) === readable(captionOf(draft)));
}

function readable(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().normalize("NFC");
}

function cannotKnow(reason: string): FindResult {
  return { found: false, because: "cannot-know", reason };
}
