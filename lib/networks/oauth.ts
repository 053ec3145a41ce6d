import * as z from "zod";
import type { NewToken } from "./network.ts";

/** What a token endpoint answers (RFC 6749, 5.1): https://datatracker.ietf.org/doc/html/rfc6749#section-5.1 */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  /** X gives one only with the scope `offline.access`. May be another one than was used: the newest counts. */
  refresh_token: z.string().min(1).optional(),
  /** Seconds. */
  expires_in: z.number().positive().optional(),
  /** Separated by spaces; on TikTok by commas. */
  scope: z.string().optional(),
});

/** RFC 6749, 5.2: the word alone says what is wrong, and cannot hold a token. */
export const OAuthProblem = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/** @param scopeSeparator a space by RFC 6749, 3.3 */
export function newToken(
  { access_token: accessToken, refresh_token: refreshToken, expires_in, scope }: z.output<typeof TokenAnswer>,
  { askedAt, scopeSeparator = " " }: { readonly askedAt: Date; readonly scopeSeparator?: string },
): NewToken {
  const expiresAt = expires_in === undefined ? undefined : new Date(askedAt.getTime() + expires_in * 1_000);
  return { accessToken, refreshToken, expiresAt, scopes: scope?.split(scopeSeparator) };
}
