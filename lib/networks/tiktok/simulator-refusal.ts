/** A request that TikTok refuses: the HTTP status and its own word. Thrown by the parts of the simulator. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const unauthorized = () =>
  new Refusal(401, "access_token_invalid", "The access token is invalid or not found in the request.");
export const missingScope = () =>
  new Refusal(
    401,
    "scope_not_authorized",
    "The user did not authorize the scope required for completing this request.",
  );
export const rateLimited = () =>
  new Refusal(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.");
export const serverError = () => new Refusal(500, "internal_error", "Something is wrong. Please try again later.");
export const invalidParam = (message: string) => new Refusal(400, "invalid_param", message);
export const noSuchPath = () => new Refusal(404, "unsupported_path", "Unsupported path.");

const FORBIDDEN = {
  spam_risk_too_many_posts: "The daily post cap from the API is reached for the current user.",
  spam_risk_user_banned_from_posting: "The user is banned from making new posts.",
  reached_active_user_cap: "The daily quota for active publishing users from your client is reached.",
  unaudited_client_can_only_post_to_private_accounts:
    "Please review our integration guidelines at https://developers.tiktok.com/doc/content-sharing-guidelines/",
  url_ownership_unverified: "Please review our URL ownership verification rules.",
  privacy_level_option_mismatch: "The privacy level is not among the options of the creator.",
} as const;

/** @param status some of them come under 200 where they are no answer to a post */
export function forbidden(code: keyof typeof FORBIDDEN, status: 200 | 403 = 403): Refusal {
  return new Refusal(status, code, FORBIDDEN[code]);
}
