import { isOver, type Publication } from "#lib/domain/publishing/publication.ts";
import type { PublicationStore, PublishQueue } from "./ports.ts";

/** What may have waited for this publication is looked at at once: within seconds it is below its post, or cancelled. */
export async function wakeFollowUps(
  { state, channelId, followUpIds = [] }: Publication,
  { publications, publishQueue }: { readonly publications: PublicationStore; readonly publishQueue: PublishQueue },
): Promise<void> {
  if (!isOver(state) || followUpIds.length === 0) return;
  const waiting = (await publications.getMany(followUpIds)).filter((each) => !isOver(each.state));
  if (waiting.length === 0) return;
  const job = {
    channelId,
    publications: waiting.map(({ publicationId, revision }) => ({ publicationId, revision })),
  };
  await publishQueue.send([{ job, delayMs: 0 }]);
}
