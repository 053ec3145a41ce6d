import { TokenRejectedError } from "../errors.ts";
import type { Access } from "../network.ts";
import { get } from "./api.ts";
import { Ourselves } from "./wire.ts";

/**
 * X tells whether it takes a token and whose it is, not what for. OAuth 2 tokens live two hours and are renewed, so their end says nothing.
 * The answer is billed as one user read, once a day.
 *
 * @see https://docs.x.com/x-api/users/get-my-user
 */
export const access: Access = {
  async examine(context) {
    const { data } = await get({ path: "/2/users/me", answer: Ourselves }, context);
    if (data.id !== context.channel.remoteId) {
      throw new TokenRejectedError(`this token speaks for another profile, with the id ${data.id}`, {
        code: "profile",
      });
    }
    return { missingScopes: [] };
  },
};
