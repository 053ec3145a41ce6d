import type { Draft } from "#lib/domain/publishing/draft.ts";
import { ContentRejectedError } from "../errors.ts";
import type { NetworkContext } from "../network.ts";
import { post } from "./api.ts";
import { videoOf } from "./caption.ts";
import { privacyOf, wordFor } from "./privacy.ts";
import type { Creator } from "./progress.ts";
import { CreatorInfo } from "./wire.ts";

/**
 * Asks whether the account may publish now, and what its own settings allow: TikTok wants that shortly before each post.
 * Comments, duets and stitches stay as the account has them.
 *
 * @throws ContentRejectedError when its settings do not allow this post.
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
 */
export async function askCreator(draft: Draft, context: NetworkContext): Promise<Creator> {
  const askedAt = context.now().toISOString();
  const { data } = await post({ path: "/v2/post/publish/creator_info/query/", answer: CreatorInfo }, context);
  requirePrivacy(draft, data.privacy_level_options);
  requireDuration(draft, data.max_video_post_duration_sec);
  return {
    askedAt,
    disablesComments: data.comment_disabled,
    disablesDuets: data.duet_disabled,
    disablesStitches: data.stitch_disabled,
  };
}

function requirePrivacy(draft: Draft, offered: readonly string[]): void {
  const level = privacyOf(draft);
  if (level !== undefined && offered.includes(level)) return;
  const wanted = level === undefined ? "does not say who may see the post" : `says ${wordFor(level)}`;
  const words = offered.map(wordFor).join(", ");
  throw new ContentRejectedError(`TikTok offers this account the privacy ${words}; the calendar ${wanted}`, {
    code: "privacy_level_option_mismatch",
  });
}

function requireDuration(draft: Draft, mostSeconds: number | undefined): void {
  const { name, durationMs = 0 } = videoOf(draft) ?? {};
  if (mostSeconds === undefined || durationMs <= mostSeconds * 1_000) return;
  const seconds = Math.round(durationMs / 100) / 10;
  throw new ContentRejectedError(
    `${name} lasts ${seconds} s, but TikTok takes videos of at most ${mostSeconds} s from this account`,
    { code: "duration_check_failed" },
  );
}
