import { findNetwork } from "#lib/networks/registry.ts";
import type { LiveMessage, LivePost, NetworkSimulator } from "#lib/networks/simulator.ts";
import type { CompanyChannel } from "#local/networks/sample-company.ts";

/** One network as followers see it: what the page draws. Everything in it is written by people: text, never markup. */
export interface Timeline {
  readonly network: string;
  /** As people call it: `Facebook`. */
  readonly displayName: string;
  readonly profile: { readonly name: string; readonly handle: string };
  /** Whether it tells us what people write there: to write in vain would look like a message lost. */
  readonly isHeard: boolean;
  /** Newest first. */
  readonly posts: readonly SeenPost[];
  /** What people write about us elsewhere, newest first. */
  readonly mentions: readonly Thread[];
  /** With one person each, the one that moved last first. */
  readonly conversations: readonly Conversation[];
}

export interface SeenPost {
  readonly id: string;
  readonly url: string;
  readonly text: string;
  readonly link?: string;
  readonly media: readonly SeenMedia[];
  readonly at: string;
  readonly likes: number;
  readonly shares: number;
  readonly comments: readonly Thread[];
}

export interface SeenMedia {
  readonly kind: "image" | "video";
  readonly alt: string;
  readonly src: string;
}

export interface SeenMessage {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly at: string;
  readonly isOurs: boolean;
}

/** A message and what was answered below it, however deep, oldest first. */
export interface Thread extends SeenMessage {
  readonly answers: readonly SeenMessage[];
}

export interface Conversation {
  readonly id: string;
  readonly name: string;
  readonly messages: readonly SeenMessage[];
}

export function timelineOf({ network, truth }: NetworkSimulator, { simulated }: CompanyChannel): Timeline {
  const { posts, messages } = truth;
  const adapter = findNetwork(network);
  const postIds = new Set(posts.map(({ remoteId }) => remoteId));
  const threads = threadsOf(messages.filter(({ kind }) => kind !== "direct"));
  const postOf = ({ first }: RootedThread) => postIdOf(first, postIds);
  return {
    network,
    displayName: adapter?.displayName ?? network,
    profile: { name: simulated.displayName, handle: simulated.handle },
    isHeard: adapter?.webhook !== undefined,
    posts: posts
      .map((post) => {
        const comments = threads.filter((thread) => postOf(thread) === post.remoteId);
        return seenPost(network, post, comments.map(toThread));
      })
      .toSorted(newestFirst),
    mentions: threads
      .filter((thread) => postOf(thread) === undefined)
      .map(toThread)
      .toSorted(newestFirst),
    conversations: conversationsOf(messages.filter(({ kind }) => kind === "direct")),
  };
}

/** @returns the address of the `index`th picture or video of a post */
export function mediaAddress(network: string, postId: string, index: number): string {
  return `/media/${network}/${encodeURIComponent(postId)}/${index}`;
}

function seenPost(network: string, post: LivePost, comments: readonly Thread[]): SeenPost {
  const { remoteId: id, url, text, link, media, publishedAt, likes, shares } = post;
  const seenMedia = media.map(({ kind, altText: alt = "" }, index) => ({
    kind,
    alt,
    src: mediaAddress(network, id, index),
  }));
  return { id, url, text, link, media: seenMedia, at: publishedAt.toISOString(), likes, shares, comments };
}

interface RootedThread {
  readonly first: LiveMessage;
  readonly answers: LiveMessage[];
}

/** Networks nest answers differently; here they all lie flat below the message that began the thread. */
function threadsOf(messages: readonly LiveMessage[]): readonly RootedThread[] {
  const byId = new Map(messages.map((message) => [message.remoteId, message]));
  const threads = new Map<string, RootedThread>();
  for (const message of messages) {
    const first = firstOf(message, byId);
    const thread = threads.get(first.remoteId) ?? { first, answers: [] };
    threads.set(first.remoteId, thread);
    if (message !== first) thread.answers.push(message);
  }
  return [...threads.values()];
}

function firstOf(message: LiveMessage, byId: ReadonlyMap<string, LiveMessage>): LiveMessage {
  const above = message.inReplyToRemoteId === undefined ? undefined : byId.get(message.inReplyToRemoteId);
  return above && above !== message ? firstOf(above, byId) : message;
}

function postIdOf({ postRemoteId, inReplyToRemoteId }: LiveMessage, postIds: ReadonlySet<string>): string | undefined {
  return [postRemoteId, inReplyToRemoteId].find((id) => id !== undefined && postIds.has(id));
}

function toThread({ first, answers }: RootedThread): Thread {
  return { ...seenMessage(first), answers: answers.map(seenMessage).toSorted(oldestFirst) };
}

function conversationsOf(directs: readonly LiveMessage[]): readonly Conversation[] {
  const people = Map.groupBy(directs, ({ withRemoteId, author }) => withRemoteId ?? author.remoteId);
  return [...people]
    .map(([id, messages]) => ({
      id,
      name: messages.find(({ isOurs }) => !isOurs)?.author.name ?? id,
      messages: messages.map(seenMessage).toSorted(oldestFirst),
    }))
    .toSorted((one, other) => lastAt(other).localeCompare(lastAt(one)));
}

function seenMessage({ remoteId: id, author, text, createdAt, isOurs }: LiveMessage): SeenMessage {
  return { id, author: author.name, text, at: createdAt.toISOString(), isOurs };
}

function lastAt({ messages }: Conversation): string {
  return messages.at(-1)?.at ?? "";
}

function oldestFirst(one: { readonly at: string }, other: { readonly at: string }): number {
  return one.at.localeCompare(other.at);
}

function newestFirst(one: { readonly at: string }, other: { readonly at: string }): number {
  return oldestFirst(other, one);
}
