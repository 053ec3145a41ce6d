import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import { graphGet, graphPost } from "../meta/graph.ts";
import { CreatedObject } from "../meta/wire.ts";
import type { NetworkContext, PublishingContext } from "../network.ts";
import { captionOf } from "./caption.ts";
import type { Container } from "./progress.ts";
import { ContainerState } from "./wire.ts";

type ContainerParams = Readonly<Record<string, string | boolean | undefined>>;

/** Nobody but us ever sees a container, and it is gone after a day. */
export const CONTAINER_LIVES_MS = 24 * 60 * 60_000;

/** A post of one file: an image, or a video, which Instagram publishes as a reel. */
export async function createSingle(draft: Draft, media: DraftMedia, context: PublishingContext): Promise<Container> {
  const reel = media.kind === "video" ? { media_type: "REELS", share_to_feed: true } : {};
  return create({ ...(await fileParams(media, context)), ...reel, caption: captionOf(draft) }, context);
}

/** One item of a carousel. */
export async function createChild(media: DraftMedia, context: PublishingContext): Promise<Container> {
  const video = media.kind === "video" ? { media_type: "VIDEO" } : {};
  return create({ ...(await fileParams(media, context)), ...video, is_carousel_item: true }, context);
}

/** The carousel itself, once all its items are finished. */
export function createCarousel(
  draft: Draft,
  children: readonly Container[],
  context: NetworkContext,
): Promise<Container> {
  const ids = children.map(({ id }) => id).join(",");
  return create({ media_type: "CAROUSEL", children: ids, caption: captionOf(draft) }, context);
}

/** Instagram fetches the file from the address while it makes the container. */
async function fileParams(file: DraftMedia, { media }: PublishingContext): Promise<ContainerParams> {
  const { name, kind, contentType, altText } = file;
  const { href } = await media.url(name, contentType);
  return kind === "video" ? { video_url: href } : { image_url: href, alt_text: altText };
}

/** @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media */
async function create(params: ContainerParams, context: NetworkContext): Promise<Container> {
  const createdAt = context.now().toISOString();
  const { id } = await graphPost(context, { path: [context.channel.remoteId, "media"], params, answer: CreatedObject });
  return { id, createdAt, isFinished: false };
}

export function readState(containerId: string, context: NetworkContext): Promise<ContainerState> {
  return graphGet(context, { path: [containerId], params: { fields: "status_code,status" }, answer: ContainerState });
}
