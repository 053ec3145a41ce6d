import { type NetworkError, OutcomeUnknownError, RateLimitedError, TokenRejectedError } from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import type { Auth, NewToken } from "../network.ts";
import { newToken, OAuthProblem, TokenAnswer } from "../oauth.ts";
import { retryAfterDate } from "../retry-after.ts";
import { API_ORIGIN, readJson, TOKEN_PATH } from "./wire.ts";

/** Somebody waits for it with a claim in hand. */
const TIMEOUT_MS = 10_000;

/** OAuth's words for "never with this": https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const FOR_GOOD = /^(?:invalid_\w+|unauthorized_client|access_denied|unsupported_grant_type)$/;

/**
 * An access token lives a day, a refresh token a year. An answer may bring another refresh token, which replaces the one
 * that was used.
 *
 * @see https://developers.tiktok.com/doc/oauth-user-access-token-management
 */
export const auth: Auth = {
  canRefresh: ({ refreshToken, client }) => refreshToken !== undefined && client?.secret !== undefined,
  async refresh({ refreshToken = "", client }, { http, now }) {
    const askedAt = now();
    const body = new URLSearchParams({
      client_key: client?.id ?? "",
      client_secret: client?.secret ?? "",
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
    const url = new URL(TOKEN_PATH, API_ORIGIN);
    return understand(await http({ method: "POST", url, body, timeoutMs: TIMEOUT_MS }), askedAt);
  },
};

function understand(response: HttpResponse, askedAt: Date): NewToken {
  const answer = TokenAnswer.safeParse(readJson(response.text));
  if (response.status !== 200 || !answer.success) throw explain(response, askedAt);
  return newToken(answer.data, { askedAt, scopeSeparator: "," });
}

/** Only TikTok's own word for a refusal proves that it gave no token; it comes under 200, too. */
function explain({ status, text, headers }: HttpResponse, now: Date): NetworkError {
  if (status === 429) {
    return new RateLimitedError("TikTok answered 429 to a refresh", {
      code: "429",
      retryAt: retryAfterDate(headers, now),
    });
  }
  const problem = OAuthProblem.safeParse(readJson(text));
  if (status < 500 && problem.success && FOR_GOOD.test(problem.data.error)) {
    const { error } = problem.data;
    return new TokenRejectedError(`TikTok gives no new token: ${error}`, { code: `${status}/${error}` });
  }
  return new OutcomeUnknownError(`TikTok answered ${status} to a refresh`, { code: String(status) });
}
