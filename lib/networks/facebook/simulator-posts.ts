import { type GraphObject, parseFields, project } from "../meta/simulator-fields.ts";
import type { GraphRequest } from "../meta/simulator-graph.ts";
import { audienceOf, insightsAnswer } from "../meta/simulator-growth.ts";
import { GraphRefusal, invalidParameter, noSuchObject } from "../meta/simulator-refusal.ts";
import type { Deliveries } from "../meta/simulator-webhooks.ts";
import { fetchGivenMedia, graphTime, listed, type MetaWorld, requireParam, seconds } from "../meta/simulator-world.ts";
import type { LiveMedia, LivePost } from "../simulator.ts";
import { limits } from "./limits.ts";

interface Photo {
  readonly media: LiveMedia;
  postRemoteId?: string;
}

interface Post {
  readonly remoteId: string;
  readonly url: string;
  readonly text: string;
  readonly link?: string;
  readonly photoIds: readonly string[];
  readonly publishedAt: Date;
}

export interface PagePosts {
  uploadPhoto(request: GraphRequest): Promise<object>;
  publish(request: GraphRequest): object;
  list(request: GraphRequest): object;
  /** @returns undefined when the id is no post's */
  node(id: string, request: GraphRequest): object | undefined;
  insights(id: string, request: GraphRequest): object;
  find(id: string): LivePost | undefined;
  live(): LivePost[];
}

/** How long a new post may take to appear in the page's lists. */
export interface ListingLag {
  readonly listingLagMs?: number;
}

/** The page's posts and photos: what `/photos`, `/feed` and `/published_posts` do. */
export function createPagePosts(world: MetaWorld, deliveries: Deliveries, { listingLagMs = 0 }: ListingLag): PagePosts {
  const { options } = world;
  const { channel, now } = options;
  const photos = new Map<string, Photo>();
  const posts: Post[] = [];

  const commentsOn = (postId: string) =>
    world.messages.filter(({ kind, postRemoteId }) => kind === "comment" && postRemoteId === postId).length;
  const audience = (post: Post) => audienceOf(post, commentsOn(post.remoteId), now());

  function create(content: Pick<Post, "text" | "link" | "photoIds">): Post {
    const number = world.issueId();
    const remoteId = world.remember(`${channel.remoteId}_${number}`);
    const url = `https://www.facebook.com/${channel.handle}/posts/${number}`;
    const post = { remoteId, url, publishedAt: now(), ...content };
    posts.push(post);
    for (const id of content.photoIds) photoById(id).postRemoteId = remoteId;
    void tellFeed(post);
    return post;
  }

  function tellFeed({ remoteId, text, photoIds, publishedAt }: Post): Promise<void> {
    const value = {
      from: { id: channel.remoteId, name: channel.displayName },
      item: photoIds.length > 0 ? "photo" : "status",
      ...(photoIds.length > 0 && { photo_id: photoIds[0], photo_ids: photoIds }),
      post_id: remoteId,
      verb: "add",
      published: 1,
      created_time: seconds(publishedAt),
      message: text,
    };
    return deliveries.send({ changes: [{ field: "feed", value }] });
  }

  function photoById(id: string): Photo {
    const photo = photos.get(id);
    if (!photo) throw noSuchObject(id);
    return photo;
  }

  function attachablePhotoIds(params: GraphRequest["params"]): string[] {
    const photoIds = attachedIds(params);
    if (photoIds.some((id) => photoById(id).postRemoteId !== undefined)) {
      throw invalidParameter("These photos were already posted.", 1366051);
    }
    return photoIds;
  }

  function refuseDuplicate({ text, link, photoIds }: Pick<Post, "text" | "link" | "photoIds">): void {
    const last = posts.at(-1);
    if (photoIds.length > 0 || !last || last.text !== text || last.link !== link) return;
    throw new GraphRefusal(506, "Duplicate status message", { subcode: 1455006 });
  }

  function toLive(post: Post): LivePost {
    const { likes, shares } = audience(post);
    return { ...post, media: post.photoIds.map((id) => photoById(id).media), likes, shares };
  }

  function toNode(post: Post): GraphObject {
    const { likes, shares } = audience(post);
    const { remoteId, text, link, publishedAt, photoIds, url } = post;
    return {
      id: remoteId,
      message: text,
      created_time: graphTime(publishedAt),
      updated_time: graphTime(publishedAt),
      permalink_url: url,
      is_published: true,
      status_type: photoIds.length > 0 ? "added_photos" : "mobile_status_update",
      attachments: attachmentsOf(photoIds, link),
      reactions: { data: [], summary: { total_count: likes } },
      comments: { data: [], summary: { total_count: commentsOn(remoteId) } },
      shares: shares > 0 ? { count: shares } : undefined,
    };
  }

  const postById = (id: string) => posts.find(({ remoteId }) => remoteId === id);

  return {
    async uploadPhoto({ params }) {
      const media = await fetchPhoto(params, world);
      const id = world.issueId();
      photos.set(id, { media });
      if (params.published === "false") return { id };
      const post = create({ text: params.caption ?? "", photoIds: [id] });
      return { id, post_id: post.remoteId };
    },

    publish({ params }) {
      const content = { text: (params.message ?? "").trim(), link: params.link, photoIds: attachablePhotoIds(params) };
      if (content.text.length > limits.textLength) throw invalidParameter("Your post is too long");
      if (!content.text && !content.link && content.photoIds.length === 0) {
        throw invalidParameter("Missing or invalid parameters: the post is empty");
      }
      if (content.link && !/^https?:/.test(URL.parse(content.link)?.protocol ?? "")) {
        throw new GraphRefusal(1609005, "Error posting link: the URL could not be scraped");
      }
      refuseDuplicate(content);
      const post = create(content);
      return project(toNode(post), parseFields(params.fields ?? "id"));
    },

    list({ params }) {
      const visible = posts.filter(({ publishedAt }) => now().getTime() - publishedAt.getTime() >= listingLagMs);
      const page = listed(visible.reverse(), params);
      const fields = parseFields(params.fields ?? "id,message,created_time");
      return { ...page, data: page.data.map((post) => project(toNode(post), fields)) };
    },

    node(id, { params }) {
      const post = postById(id);
      return post && project(toNode(post), parseFields(params.fields ?? "id,message,created_time"));
    },

    insights(id, { params }) {
      const post = postById(id);
      if (!post) throw noSuchObject(id);
      const { views, reach, clicks, likes } = audience(post);
      const known = new Map([
        ["post_media_view", views],
        ["post_total_media_view_unique", reach],
        ["post_clicks", clicks],
        ["post_reactions_like_total", likes],
      ]);
      return insightsAnswer(id, requestedMetrics(params, known));
    },

    find: (id) => {
      const post = postById(id);
      return post && toLive(post);
    },
    live: () => posts.map(toLive),
  };
}

/** One metric that does not exist, or no longer, refuses them all. */
function requestedMetrics(params: GraphRequest["params"], known: ReadonlyMap<string, number>): [string, number][] {
  if (!params.metric) throw new GraphRefusal(3001, "(#3001) No metric was specified", { subcode: 1504028 });
  return params.metric.split(",").map((name) => {
    const value = known.get(name);
    if (value === undefined) throw invalidParameter("The value must be a valid insights metric");
    return [name, value];
  });
}

/** As a JSON list, or as `attached_media[0]`, `attached_media[1]`, … */
function attachedIds(params: GraphRequest["params"]): string[] {
  const list: unknown = JSON.parse(params.attached_media ?? "[]");
  const numbered = Object.keys(params).filter((name) => /^attached_media\[\d+\]$/.test(name));
  const items = [...(Array.isArray(list) ? list : []), ...numbered.map((name) => JSON.parse(params[name] ?? "{}"))];
  return items.map((item) => requireParam(item, "media_fbid"));
}

async function fetchPhoto(params: GraphRequest["params"], { options }: MetaWorld): Promise<LiveMedia> {
  const fetched = await fetchGivenMedia(requireParam(params, "url"), options);
  if (!fetched) throw new GraphRefusal(324, "(#324) Missing or invalid image file", { subcode: 2069019 });
  const isTooBig = fetched.bytes.length > limits.imageBytes;
  if (isTooBig || !limits.imageTypes.includes(fetched.contentType)) {
    throw invalidParameter("Photos should be less than 10 MB and saved as JPEG, PNG, GIF or TIFF files.", 1366046);
  }
  return { kind: "image", altText: params.alt_text_custom, ...fetched };
}

function attachmentsOf(photoIds: readonly string[], link: string | undefined): object | undefined {
  const photos = photoIds.map((id) => ({ media_type: "photo", target: { id }, unshimmed_url: photoUrl(id) }));
  if (photos.length > 1) {
    return {
      data: [
        { media_type: "album", target: { id: undefined }, unshimmed_url: undefined, subattachments: { data: photos } },
      ],
    };
  }
  const card = link ? { media_type: "link", target: { id: undefined }, unshimmed_url: link } : undefined;
  const single = photos[0] ?? card;
  return single && { data: [{ ...single, subattachments: undefined }] };
}

function photoUrl(id: string): string {
  return `https://www.facebook.com/photo/?fbid=${id}`;
}
