import { TokenRejectedError } from "../errors.ts";
import type { Access } from "../network.ts";
import { get } from "./api.ts";
import { Ourselves } from "./wire.ts";

/** What publishing needs. Numbers need `user.info.stats`, and looking for photos needs `video.list`. */
const NEEDED = ["video.publish", "video.list"];

/**
 * TikTok tells whose a token is; what it was granted for was told when it was given. Tokens live a day and are renewed,
 * so their end says nothing.
 *
 * @see https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info
 */
export const access: Access = {
  async examine(context) {
    const { data } = await get({ path: "/v2/user/info/", fields: ["open_id"], answer: Ourselves }, context);
    if (data.user.open_id !== context.channel.remoteId) {
      throw new TokenRejectedError(`this token speaks for another account, with the id ${data.user.open_id}`, {
        code: "account",
      });
    }
    const { scopes } = context.credentials;
    return { missingScopes: scopes ? NEEDED.filter((scope) => !scopes.includes(scope)) : [] };
  },
};
