import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { NetworkContext } from "../network.ts";
import { post } from "./api.ts";
import { privacyOf } from "./privacy.ts";
import { failureOf } from "./verdicts.ts";
import { PublishState } from "./wire.ts";

/** What TikTok has made of something that it was given. */
export type PostState =
  | { readonly is: "live"; readonly postId?: string }
  /** `mayPass`: through trouble of TikTok's own; a new attempt may pass. */
  | { readonly is: "failed"; readonly reason: string; readonly code: string; readonly mayPass: boolean }
  /** A person has to finish it in the app. */
  | { readonly is: "in-inbox" }
  /** Bytes are missing: it cannot become live without them. */
  | { readonly is: "incomplete" }
  | { readonly is: "at-work" };

export const IN_INBOX = "TikTok has put it into the account's inbox: finish it, or delete it, in the app";

/** @param sizeBytes of a video that is uploaded */
export async function readState(
  publishId: string,
  sizeBytes: number | undefined,
  context: NetworkContext,
): Promise<PostState> {
  const call = { path: "/v2/post/publish/status/fetch/", body: { publish_id: publishId }, answer: PublishState };
  const { data } = await post(call, context);
  switch (data.status) {
    case "PUBLISH_COMPLETE":
      return { is: "live", postId: data.publicaly_available_post_id[0] };
    case "FAILED":
      return { is: "failed", code: data.fail_reason, ...failureOf(data.fail_reason) };
    case "SEND_TO_USER_INBOX":
      return { is: "in-inbox" };
    case "PROCESSING_UPLOAD":
      return isShort(data.uploaded_bytes, sizeBytes) ? { is: "incomplete" } : { is: "at-work" };
    case "PROCESSING_DOWNLOAD":
      return { is: "at-work" };
  }
}

/** TikTok looks at public posts before anybody sees them: mostly for less than a minute, at times for hours. */
const LOOKED_AT_WITHIN_MS = 10 * 60_000;

/**
 * Whether a post is out, for all that can be waited for: TikTok tells the id of a public post when it has looked at it,
 * and of others never.
 */
export function isOut(
  state: Extract<PostState, { is: "live" }>,
  { draft, sentAt, now }: { readonly draft: Draft; readonly sentAt: Date; readonly now: Date },
): boolean {
  const mayHaveId = privacyOf(draft) === "PUBLIC_TO_EVERYONE";
  return !mayHaveId || state.postId !== undefined || now.getTime() >= sentAt.getTime() + LOOKED_AT_WITHIN_MS;
}

/** By the id of the post itself where it is known; private ones have none but the publish id. */
export function knownAs(
  publishId: string,
  { postId }: Extract<PostState, { is: "live" }>,
  context: Pick<NetworkContext, "channel">,
): { readonly remoteId: string; readonly url?: string } {
  return { remoteId: postId ?? publishId, url: postUrl(postId, context) };
}

/** Only TikTok's own count proves that bytes are missing. */
function isShort(uploadedBytes: number | undefined, sizeBytes: number | undefined): boolean {
  return uploadedBytes !== undefined && sizeBytes !== undefined && uploadedBytes < sizeBytes;
}

/** TikTok leads from it to the post itself, whether a video or photos. */
export function postUrl(postId: string | undefined, { channel }: Pick<NetworkContext, "channel">): string | undefined {
  const { handle } = channel;
  return postId === undefined || handle === undefined ? undefined : `https://www.tiktok.com/@${handle}/video/${postId}`;
}
