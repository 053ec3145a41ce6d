import type { GroundTruth, LiveMessage, LivePost } from "../simulator.ts";
import { numbersOf, type StoredDirect, type StoredPost, type World } from "./simulator-world.ts";
import { urlsIn } from "./text.ts";

/** Our posts are what followers see; our answers are messages, like everything that other people write. */
export function truthOf(world: World): GroundTruth {
  return {
    get posts() {
      return world.posts.filter((post) => isOurs(post, world) && !post.answers).map((post) => livePost(post, world));
    },
    get messages() {
      const fromPosts = world.posts.filter((post) => !isOurs(post, world) || post.answers);
      return [
        ...fromPosts.map((post) => postMessage(post, world)),
        ...world.directs.map((dm) => directMessage(dm, world)),
      ];
    },
  };
}

function isOurs(post: StoredPost, { us }: World): boolean {
  return post.author.id === us.id;
}

function livePost(post: StoredPost, world: World): LivePost {
  const { likes, shares } = numbersOf(post, world);
  return {
    remoteId: post.id,
    url: `https://x.com/${post.author.username}/status/${post.id}`,
    text: post.text,
    link: urlsIn(post.text).at(-1)?.url,
    media: post.media.map(({ kind, altText, contentType, bytes }) => ({ kind, altText, contentType, bytes })),
    publishedAt: post.createdAt,
    likes,
    shares,
  };
}

function postMessage(post: StoredPost, world: World): LiveMessage {
  const kind = kindOf(post, world);
  return {
    remoteId: post.id,
    kind,
    postRemoteId: kind === "comment" ? post.conversationId : undefined,
    inReplyToRemoteId: post.answers?.id,
    author: { remoteId: post.author.id, name: post.author.name },
    text: post.text,
    isOurs: isOurs(post, world),
    createdAt: post.createdAt,
  };
}

/** Whoever answers us comments; an answer of ours is of the kind of what it answers. */
function kindOf(post: StoredPost, world: World): "comment" | "mention" {
  if (!post.answers) return "mention";
  if (isOurs(post.answers, world)) return "comment";
  return isOurs(post, world) ? kindOf(post.answers, world) : "mention";
}

function directMessage({ id, sender, recipient, text, createdAt }: StoredDirect, { us }: World): LiveMessage {
  const isOurs = sender.id === us.id;
  return {
    remoteId: id,
    kind: "direct",
    author: { remoteId: sender.id, name: sender.name },
    withRemoteId: isOurs ? recipient.id : sender.id,
    text,
    isOurs,
    createdAt,
  };
}
