import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { NetworkContext, PublishingContext } from "../network.ts";
import { post } from "./api.ts";
import { captionOf } from "./caption.ts";
import { chunkBytes, chunkCount } from "./chunks.ts";
import { disclosuresOf } from "./disclosure.ts";
import { privacyOf } from "./privacy.ts";
import type { Creator, Upload } from "./progress.ts";
import { PhotoInit, VideoInit } from "./wire.ts";

/** TikTok's upload addresses live an hour. */
const ADDRESS_LIVES_MS = 60 * 60_000;

/**
 * Makes a place for a video. Nothing of it is ever seen unless its last byte arrives there.
 *
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
 */
export async function initVideo(
  draft: Draft,
  { sizeBytes }: DraftMedia,
  creator: Creator,
  context: NetworkContext,
): Promise<Upload> {
  const askedAt = context.now().getTime();
  const { isMadeByAi, advertisesOwnBrand, isPaidPartnership } = disclosuresOf(draft);
  const body = {
    post_info: {
      title: captionOf(draft),
      privacy_level: privacyOf(draft),
      disable_comment: creator.disablesComments,
      disable_duet: creator.disablesDuets,
      disable_stitch: creator.disablesStitches,
      brand_content_toggle: isPaidPartnership,
      brand_organic_toggle: advertisesOwnBrand,
      is_aigc: isMadeByAi,
    },
    source_info: {
      source: "FILE_UPLOAD",
      video_size: sizeBytes,
      chunk_size: chunkBytes(sizeBytes),
      total_chunk_count: chunkCount(sizeBytes),
    },
  };
  const { data } = await post({ path: "/v2/post/publish/video/init/", body, answer: VideoInit }, context);
  return {
    publishId: data.publish_id,
    address: data.upload_url,
    expiresAt: new Date(askedAt + ADDRESS_LIVES_MS).toISOString(),
    sizeBytes,
    sentChunks: 0,
  };
}

/**
 * Publishes photos: TikTok fetches them by itself, so this is the irreversible request.
 *
 * @returns the id by which TikTok knows the post
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-photo-post
 */
export async function initPhotos(draft: Draft, creator: Creator, context: PublishingContext): Promise<string> {
  const addresses = await Promise.all(draft.media.map(({ name, contentType }) => context.media.url(name, contentType)));
  const title = draft.options?.title;
  const { advertisesOwnBrand, isPaidPartnership } = disclosuresOf(draft);
  const body = {
    media_type: "PHOTO",
    post_mode: "DIRECT_POST",
    post_info: {
      ...(title && { title }),
      description: captionOf(draft),
      privacy_level: privacyOf(draft),
      disable_comment: creator.disablesComments,
      auto_add_music: false,
      brand_content_toggle: isPaidPartnership,
      brand_organic_toggle: advertisesOwnBrand,
    },
    source_info: {
      source: "PULL_FROM_URL",
      photo_images: addresses.map(({ href }) => href),
      photo_cover_index: 0,
    },
  };
  const { data } = await post({ path: "/v2/post/publish/content/init/", body, answer: PhotoInit }, context);
  return data.publish_id;
}
