import { type GraphObject, parseFields, project } from "../meta/simulator-fields.ts";
import type { GraphRequest } from "../meta/simulator-graph.ts";
import { audienceOf, insightsAnswer } from "../meta/simulator-growth.ts";
import { GraphRefusal, invalidParameter, noSuchObject } from "../meta/simulator-refusal.ts";
import { graphTime, hashNumber, listed, type MetaWorld, requireParam } from "../meta/simulator-world.ts";
import type { LiveMedia, LivePost } from "../simulator.ts";
import { limits } from "./limits.ts";
import type { Containers, MediaType } from "./simulator-containers.ts";

const DAY_MS = 24 * 60 * 60_000;

interface Media {
  readonly remoteId: string;
  readonly url: string;
  readonly shortcode: string;
  readonly text: string;
  readonly mediaType: MediaType;
  readonly media: readonly LiveMedia[];
  readonly publishedAt: Date;
}

export interface ProfileMedia {
  publish(request: GraphRequest): object;
  quota(): object;
  list(request: GraphRequest): object;
  /** @returns undefined when the id is no media's */
  node(id: string, request: GraphRequest): object | undefined;
  insights(id: string, request: GraphRequest): object;
  live(): LivePost[];
}

export interface Publishing {
  /** How long a new post may take to appear in the profile's list. @default 0 */
  readonly listingLagMs?: number;
  /** Posts in 24 hours. @default what `limits.ts` says */
  readonly publishingQuota?: number;
}

/** What followers see: `/media_publish` and all that is read of it. */
export function createProfileMedia(world: MetaWorld, containers: Containers, rules: Publishing): ProfileMedia {
  const { now } = world.options;
  const { listingLagMs = 0, publishingQuota = limits.quotas[0]?.postCount ?? 0 } = rules;
  const published: Media[] = [];

  const ageMs = ({ publishedAt }: Media) => now().getTime() - publishedAt.getTime();
  const commentsOn = (id: string) =>
    world.messages.filter(({ kind, postRemoteId }) => kind === "comment" && postRemoteId === id).length;
  const audience = (media: Media) => audienceOf(media, commentsOn(media.remoteId), now());
  const mediaById = (id: string) => published.find(({ remoteId }) => remoteId === id);
  const usedQuota = () => published.filter((media) => ageMs(media) < DAY_MS).length;

  function toNode(media: Media): GraphObject {
    const { remoteId, text, mediaType, publishedAt, url, shortcode } = media;
    return {
      id: remoteId,
      caption: text || undefined,
      media_type: mediaType,
      media_product_type: mediaType === "VIDEO" ? "REELS" : "FEED",
      permalink: url,
      shortcode,
      timestamp: graphTime(publishedAt),
      like_count: audience(media).likes,
      comments_count: commentsOn(remoteId),
    };
  }

  return {
    publish({ params }) {
      const container = containers.requirePublishable(requireParam(params, "creation_id"));
      if (usedQuota() >= publishingQuota) {
        const message = "Application request limit reached: too many posts in 24 hours";
        throw new GraphRefusal(9, message, { subcode: 2207042 });
      }
      container.isPublished = true;
      const { caption: text, mediaType, media } = container;
      const remoteId = world.issueId();
      const shortcode = `C${hashNumber(remoteId).toString(36)}`;
      const url = `https://www.instagram.com/${mediaType === "VIDEO" ? "reel" : "p"}/${shortcode}/`;
      published.push({ remoteId, url, shortcode, text, mediaType, media, publishedAt: now() });
      return { id: remoteId };
    },

    quota: () => ({
      data: [{ quota_usage: usedQuota(), config: { quota_total: publishingQuota, quota_duration: 86400 } }],
    }),

    list({ params }) {
      const visible = published.filter((media) => ageMs(media) >= listingLagMs);
      const page = listed(visible.reverse(), params);
      return { ...page, data: page.data.map((media) => project(toNode(media), parseFields(params.fields ?? "id"))) };
    },

    node(id, { params }) {
      const media = mediaById(id);
      return media && project(toNode(media), parseFields(params.fields ?? "id"));
    },

    insights(id, { params }) {
      const media = mediaById(id);
      if (!media) throw noSuchObject(id);
      const { views, reach, likes, shares, saves } = audience(media);
      const comments = commentsOn(id);
      const total = likes + comments + shares + saves;
      const known: Record<string, number> = {
        views,
        reach,
        likes,
        comments,
        shares,
        saved: saves,
        total_interactions: total,
      };
      const names = requireParam(params, "metric").split(",");
      if (names.some((name) => !(name in known)))
        throw invalidParameter("metric[0] must be one of the following values");
      return insightsAnswer(
        id,
        names.map((name) => [name, known[name] ?? 0]),
      );
    },

    live: () =>
      published.map((media) => {
        const { likes, shares } = audience(media);
        const { remoteId, url, text, media: files, publishedAt } = media;
        return { remoteId, url, text, media: files, publishedAt, likes, shares };
      }),
  };
}
