import {
  ContentRejectedError,
  type NetworkError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "../errors.ts";

const MINUTE_MS = 60_000;

/** TikTok's day rolls, and it does not say when it grants anew: asked again every hour. */
export const QUOTA_PAUSE_MS = 60 * MINUTE_MS;

/** TikTok counts requests in a sliding minute: https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit */
export const RATE_PAUSE_MS = MINUTE_MS;

/** Nothing is wrong with the post: TikTok takes no more for now. */
const FULL: Readonly<Record<string, string>> = {
  spam_risk_too_many_posts: "TikTok takes no more posts of this account today",
  reached_active_user_cap:
    "TikTok lets this app publish for no more accounts today: its daily number of accounts is used up",
  spam_risk_too_many_pending_share:
    "too many posts of this account wait in TikTok's inbox: finish or delete some there",
};

/** A new attempt with the same content is refused in the same way: a person must do something first. */
const REFUSED: Readonly<Record<string, string>> = {
  unaudited_client_can_only_post_to_private_accounts:
    "TikTok has not audited this app yet: until then it publishes only on accounts that are set to private, and only privately (have the app audited, or set the account to private and the row's privacy to private)",
  url_ownership_unverified:
    "TikTok fetches photos only from a domain that is verified for the app in TikTok's developer portal; videos need none",
  privacy_level_option_mismatch: "TikTok does not offer this account the privacy that the calendar asks for",
  spam_risk_user_banned_from_posting: "TikTok has banned this account from publishing: look into the app",
  spam_risk: "TikTok takes this post for spam",
  spam_risk_text: "TikTok takes the text for spam or against its rules",
  file_format_check_failed: "TikTok does not take the format of this file: export it as MP4 with H.264",
  duration_check_failed: "TikTok does not take a video of this length from this account",
  frame_rate_check_failed: "TikTok does not take the frame rate of this video: export it with 30 pictures a second",
  picture_size_check_failed:
    "TikTok does not take the size of this picture in pixels: 360 to 4096 for a video, at most 1080p for a photo",
  publish_cancelled: "publishing was cancelled at TikTok",
  auth_removed: "the account has taken back its consent: it must be connected again",
  video_pull_failed: "TikTok could not fetch the video",
  photo_pull_failed: "TikTok could not fetch the photos from the address that it was given",
  internal: "TikTok had trouble of its own with the post",
};

/** Trouble while TikTok worked on a post that may well pass with a new one. */
const PASSING: ReadonlySet<string> = new Set(["internal", "video_pull_failed", "photo_pull_failed"]);

const PERMISSIONS: ReadonlySet<string> = new Set(["scope_not_authorized", "scope_permission_missed"]);

/** TikTok's word for a refusal; undefined for a word that is not known. The HTTP status may be 200. */
export function verdictOn(code: string, message: string, now: Date): NetworkError | undefined {
  const text = `${FULL[code] ?? REFUSED[code] ?? message} (${code})`;
  const later = (pauseMs: number) => new Date(now.getTime() + pauseMs);
  if (code === "access_token_invalid") return new TokenRejectedError(`TikTok refuses the token (${code})`, { code });
  if (PERMISSIONS.has(code)) {
    return new TokenRejectedError(`the token lacks a permission (${code})`, { code, lacks: "permission" });
  }
  if (code === "rate_limit_exceeded") {
    return new RateLimitedError(`TikTok asks to slow down (${code})`, { code, retryAt: later(RATE_PAUSE_MS) });
  }
  if (code === "internal_error") return new OutcomeUnknownError(`TikTok had trouble of its own (${code})`, { code });
  if (FULL[code] !== undefined) return new RateLimitedError(text, { code, retryAt: later(QUOTA_PAUSE_MS) });
  return REFUSED[code] === undefined ? undefined : new ContentRejectedError(text, { code });
}

/** Why a post failed that TikTok had taken: for good, or so that a new attempt may pass. */
export function failureOf(code: string): { readonly reason: string; readonly mayPass: boolean } {
  const words = REFUSED[code] ?? FULL[code] ?? "TikTok did not publish it";
  const mayPass = PASSING.has(code) || FULL[code] !== undefined;
  return { reason: `${words} (${code || "no reason given"})`, mayPass };
}
