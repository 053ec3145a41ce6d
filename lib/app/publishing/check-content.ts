import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import type { Publishing } from "#lib/networks/network.ts";
import type { MediaCatalogue } from "./calendar/ports.ts";

interface Place {
  readonly channel: Channel;
  readonly publishing: Publishing;
  readonly catalogue: MediaCatalogue;
}

/** Whether all files are there, as they are now, and the network would take the post with them. */
export async function contentRisks(draft: Draft, { channel, publishing, catalogue }: Place): Promise<readonly Risk[]> {
  const files = await Promise.all(draft.media.map((media) => inspect(media, catalogue)));
  const broken = files.flatMap((file) => ("reason" in file ? file : []));
  // A draft whose files are missing would only be refused a second time, for having none.
  if (broken.length > 0) return broken;
  const media = files.flatMap((file) => ("name" in file ? file : []));
  const problems = publishing.check({ ...draft, media }, channel);
  const errors = problems.filter(({ severity = "error" }) => severity === "error");
  return errors.map(({ problem, remedy }) => ({ kind: "content", reason: `${problem}: ${remedy}` }));
}

async function inspect(media: DraftMedia, catalogue: MediaCatalogue): Promise<DraftMedia | Risk> {
  const { name, altText } = media;
  const looked = await catalogue.lookUp(name);
  if (!looked.found) return { kind: "media", reason: `the file ${name} is not in the media bucket` };
  const { sizeBytes, probe } = looked;
  if (!probe) return { ...media, sizeBytes };
  if (!probe.isReadable) return { kind: "media", reason: `the file ${name} is damaged, or no image or video` };
  return { name: looked.name ?? name, sizeBytes, ...probe.facts, ...(altText && { altText }) };
}
