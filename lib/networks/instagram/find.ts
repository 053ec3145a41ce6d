import { graphGet } from "../meta/graph.ts";
import { cannotKnow, isSinceAttempt, uniqueMatch } from "../meta/own-writing.ts";
import { readBack } from "../meta/pages.ts";
import type { FindResult, NetworkContext, SoughtPost } from "../network.ts";
import { captionOf } from "./caption.ts";
import { readState } from "./container.ts";
import { containerIdOf } from "./progress.ts";
import { MediaList } from "./wire.ts";

/** The most that Graph lists at once. */
const LISTED_MEDIA = 100;

/** The container knows whether it was published; it does not know as what, so the media is then found by its caption. */
export async function find(sought: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const containerId = containerIdOf(sought.progress);
  if (containerId === undefined) return findByCaption(sought, context);
  const { status_code: state } = await readState(containerId, context);
  if (state === "IN_PROGRESS") return cannotKnow("the container is still being processed");
  if (state !== "PUBLISHED") return { found: false, because: "absent" };

  const media = await findByCaption(sought, context);
  return media.found
    ? media
    : cannotKnow("the container is published, but the media is not to be told from others yet");
}

async function findByCaption({ draft, attemptedAt }: SoughtPost, context: NetworkContext): Promise<FindResult> {
  const readPage = (after: string | undefined) =>
    graphGet(context, {
      path: [context.channel.remoteId, "media"],
      params: { fields: "id,caption,timestamp,media_type,permalink", limit: LISTED_MEDIA, after },
      answer: MediaList,
    });
  const { items, isComplete } = await readBack(
    readPage,
    (media) => !media.every(({ timestamp }) => isSinceAttempt(timestamp, attemptedAt)),
  );
  const expectedType = mediaTypeOf(draft.media);
  const media = items.map(({ id, caption, timestamp, media_type = expectedType, permalink }) => ({
    remoteId: id,
    text: caption,
    createdAt: timestamp,
    isOurs: media_type === expectedType,
    url: permalink,
  }));
  return uniqueMatch(media, { text: captionOf(draft), attemptedAt, isComplete });
}

function mediaTypeOf([only, ...others]: SoughtPost["draft"]["media"]): "CAROUSEL_ALBUM" | "VIDEO" | "IMAGE" {
  if (others.length > 0) return "CAROUSEL_ALBUM";
  return only?.kind === "video" ? "VIDEO" : "IMAGE";
}
