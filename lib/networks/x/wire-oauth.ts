import * as z from "zod";

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token */
export const TOKEN_PATH = "/2/oauth2/token";

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  /** Only with the scope `offline.access`. */
  refresh_token: z.string().min(1).optional(),
  /** Seconds. */
  expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
});

/** RFC 6749, 5.2: the word alone says what is wrong, and cannot hold a token. */
export const OAuthProblem = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });
