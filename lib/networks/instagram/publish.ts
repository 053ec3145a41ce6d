import type { Draft } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import { NotReadyError } from "../errors.ts";
import { graphGet, graphPost } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { CommitOutcome, NetworkContext, Progress, PublishingContext } from "../network.ts";
import { containerIdOf } from "./progress.ts";
import { MediaState } from "./wire.ts";

/**
 * Makes the container public. Meta does not say what a second call on the same container does, so after an answer
 * that got lost only the container's state is asked for: see `find.ts`.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media_publish
 */
export function commit(
  _draft: Draft,
  progress: Progress | undefined,
  _commitKey: string,
  context: PublishingContext,
): Promise<CommitOutcome> {
  return commitOutcome(async () => {
    const containerId = containerIdOf(progress);
    if (containerId === undefined) throw new NotReadyError("there is no container yet");
    const { id: remoteId } = await graphPost(context, {
      path: [context.channel.remoteId, "media_publish"],
      params: { creation_id: containerId },
      answer: CreatedObject,
    });
    return { remoteId };
  });
}

export async function confirm(remoteId: string, context: NetworkContext): Promise<{ isLive: boolean; url?: string }> {
  const { permalink } = await graphGet(context, {
    path: [remoteId],
    params: { fields: "permalink" },
    answer: MediaState,
  });
  return { isLive: true, url: permalink };
}
