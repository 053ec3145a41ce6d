import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageLimits } from "#lib/domain/publishing/image-copy.ts";
import type { Risk } from "#lib/domain/publishing/risk.ts";
import type { Publishing } from "#lib/networks/network.ts";
import type { MediaCatalogue } from "./calendar/ports.ts";
import { type CopyServices, withCopies } from "./media/late-copies.ts";

interface Place extends CopyServices {
  readonly channel: Channel;
  readonly publishing: Publishing;
  readonly limits: ImageLimits;
}

/**
 * Whether all files are there, as they are now, and the network would take the post with them. Of an image that came after
 * its calendar a copy is ordered, if the network needs one: so it is there long before the post is prepared.
 */
export async function contentRisks(draft: Draft, place: Place): Promise<readonly Risk[]> {
  const { channel, publishing, catalogue } = place;
  const files = await Promise.all(draft.media.map((media) => inspect(media, catalogue)));
  const broken = files.flatMap((file) => ("reason" in file ? file : []));
  // A draft whose files are missing would only be refused a second time, for having none.
  if (broken.length > 0) return broken;
  const media = files.flatMap((file) => ("name" in file ? file : []));
  const late = new Set(draft.media.flatMap(({ isAwaited }, index) => (isAwaited ? (media[index]?.name ?? []) : [])));
  const copied = await withCopies({ ...draft, media }, late, place);
  const problems = publishing.check(copied.draft, channel);
  const errors = problems.filter(({ severity = "error" }) => severity === "error");
  return errors.map(({ problem, remedy }) => ({ kind: "content", reason: `${problem}: ${remedy}` }));
}

async function inspect(media: DraftMedia, catalogue: MediaCatalogue): Promise<DraftMedia | Risk> {
  const { name, altText, imageFit } = media;
  const looked = await catalogue.lookUp(name);
  if (!looked.found) return { kind: "media", reason: `the file ${name} is not in the media bucket` };
  const { sizeBytes, probe } = looked;
  if (!probe) return { ...media, sizeBytes };
  if (!probe.isReadable) return { kind: "media", reason: `the file ${name} is damaged, or no image or video` };
  return {
    name: looked.name ?? name,
    sizeBytes,
    ...probe.facts,
    ...(altText && { altText }),
    ...(imageFit && { imageFit }),
  };
}
