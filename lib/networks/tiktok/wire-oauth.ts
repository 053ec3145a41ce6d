import * as z from "zod";

/** https://developers.tiktok.com/doc/oauth-user-access-token-management */
export const TOKEN_PATH = "/v2/oauth/token/";

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  /** May be another one than was used: the newest counts. */
  refresh_token: z.string().min(1).optional(),
  /** Seconds. */
  expires_in: z.number().positive().optional(),
  /** Separated by commas. */
  scope: z.string().optional(),
});

/** The word alone says what is wrong, and cannot hold a token. */
export const OAuthProblem = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });
