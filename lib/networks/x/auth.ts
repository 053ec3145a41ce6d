import { type NetworkError, OutcomeUnknownError, RateLimitedError, TokenRejectedError } from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import type { AppClient, Auth, NewToken } from "../network.ts";
import { newToken, OAuthProblem, TokenAnswer } from "../oauth.ts";
import { API_ORIGIN, TOKEN_PATH } from "./wire.ts";

/** Somebody waits for it with a claim in hand. */
const TIMEOUT_MS = 10_000;

/**
 * OAuth 2.0: an access token lives two hours. **A refresh token is good for one use**: the answer brings the next one,
 * and whoever uses the old one again may lose the whole grant.
 *
 * @see https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
 */
export const auth: Auth = {
  canRefresh: ({ refreshToken, client }) => refreshToken !== undefined && client !== undefined,
  async refresh({ refreshToken = "", client = { id: "" } }, { http, now }) {
    const askedAt = now();
    const { headers, ...identity } = identify(client);
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken, ...identity });
    const url = new URL(TOKEN_PATH, API_ORIGIN);
    return understand(await http({ method: "POST", url, headers, body, timeoutMs: TIMEOUT_MS }), askedAt);
  },
};

/** A confidential client proves itself; a public one only says who it is. */
function identify({ id, secret }: AppClient): {
  readonly headers?: Record<string, string>;
  readonly client_id?: string;
} {
  if (secret === undefined) return { client_id: id };
  return { headers: { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` } };
}

function understand(response: HttpResponse, askedAt: Date): NewToken {
  if (response.status !== 200) throw explain(response);
  const answer = TokenAnswer.safeParse(readJson(response.text));
  if (!answer.success) throw new OutcomeUnknownError("X answered 200 to a refresh, and with no token");
  return newToken(answer.data, { askedAt });
}

/** Only X's own word for a refusal proves that the refresh token was looked at and not used. */
function explain({ status, text, headers }: HttpResponse): NetworkError {
  if (status === 429) {
    const seconds = Number(headers.get("x-rate-limit-reset") ?? Number.NaN);
    const retryAt = Number.isFinite(seconds) ? new Date(seconds * 1_000) : undefined;
    return new RateLimitedError("X answered 429 to a refresh", { code: "429", retryAt });
  }
  const problem = OAuthProblem.safeParse(readJson(text));
  if ((status === 400 || status === 401) && problem.success) {
    const { error } = problem.data;
    return new TokenRejectedError(`X gives no new token: ${error}`, { code: `${status}/${error}` });
  }
  return new OutcomeUnknownError(`X answered ${status} to a refresh`, { code: String(status) });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
