import type { LiveMedia, SimulatorOptions } from "../simulator.ts";
import { comparableText, withoutAddressees } from "./text.ts";

/** What exists at the simulated X, whoever wrote it. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

export interface StoredMedia extends LiveMedia {
  readonly id: string;
  readonly key: string;
  readonly expiresAt: Date;
}

export interface StoredPost {
  readonly id: string;
  readonly author: Person;
  /** As its author wrote it, links in full. */
  readonly text: string;
  /** Two texts that are the same here are the same post to X. */
  readonly comparable: string;
  readonly createdAt: Date;
  readonly media: readonly StoredMedia[];
  readonly answers?: StoredPost;
  readonly conversationId: string;
  /** 0 to 1: how much followers like it. */
  readonly appeal: number;
}

export interface StoredDirect {
  readonly id: string;
  readonly sender: Person;
  readonly recipient: Person;
  readonly text: string;
  readonly createdAt: Date;
}

const EPOCH_MS = 1_288_834_974_657n;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export class World {
  readonly us: Person;
  readonly media = new Map<string, StoredMedia>();
  readonly posts: StoredPost[] = [];
  readonly directs: StoredDirect[] = [];
  readonly #options: SimulatorOptions;
  readonly #people = new Map<string, Person>();
  readonly #shortened = new Map<string, string>();
  #lastId = 0n;

  constructor(options: SimulatorOptions) {
    const { remoteId: id, displayName: name, handle: username } = options.channel;
    this.#options = options;
    this.us = { id, name, username };
  }

  now(): Date {
    return this.#options.now();
  }

  random(): number {
    return this.#options.random();
  }

  /** Ids grow with time, and the time can be read from them, as at X. */
  newId(): string {
    const byTime = (BigInt(this.now().getTime()) - EPOCH_MS) << 22n;
    this.#lastId = byTime > this.#lastId ? byTime : this.#lastId + 1n;
    return String(this.#lastId);
  }

  person(name: string): Person {
    const known = this.#people.get(name);
    if (known) return known;
    const slug = name.normalize("NFKD").replaceAll(/\W/gu, "").slice(0, 12) || "someone";
    const person = { id: this.newId(), name, username: `${slug}_${this.#people.size + 1}` };
    this.#people.set(name, person);
    return person;
  }

  personById(id: string): Person | undefined {
    return [...this.#people.values()].find((person) => person.id === id);
  }

  post(id: string): StoredPost | undefined {
    return this.posts.find((post) => post.id === id);
  }

  addPost(written: Pick<StoredPost, "author" | "text" | "media" | "answers">): StoredPost {
    const id = this.newId();
    const conversationId = written.answers?.conversationId ?? id;
    const comparable = comparedText(written.text);
    const post = { ...written, id, comparable, conversationId, createdAt: this.now(), appeal: this.random() };
    this.posts.push(post);
    return post;
  }

  addDirect(written: Pick<StoredDirect, "sender" | "recipient" | "text">): StoredDirect {
    const direct = { ...written, id: this.newId(), createdAt: this.now() };
    this.directs.push(direct);
    return direct;
  }

  /** The same address has the same short one. */
  shorten(url: string): string {
    const known = this.#shortened.get(url);
    if (known) return known;
    const slug = Array.from({ length: 10 }, () => LETTERS[Math.floor(this.random() * LETTERS.length)]).join("");
    const short = `https://t.co/${slug}`;
    this.#shortened.set(url, short);
    return short;
  }
}

/** What X looks at to find that a post is there already. */
export function comparedText(text: string): string {
  return comparableText(withoutAddressees(text));
}

export interface PostNumbers {
  readonly impressions: number;
  readonly likes: number;
  readonly shares: number;
  readonly replies: number;
  readonly bookmarks: number;
  readonly clicks: number;
}

/** People see a post mostly in its first hour; the numbers only grow. */
export function numbersOf(post: StoredPost, world: World): PostNumbers {
  const ageMinutes = (world.now().getTime() - post.createdAt.getTime()) / 60_000;
  const impressions = Math.floor((200 + 2000 * post.appeal) * (1 - Math.exp(-ageMinutes / 20)));
  return {
    impressions,
    likes: Math.floor(impressions * 0.05),
    shares: Math.floor(impressions * 0.01),
    replies: world.posts.filter(({ answers }) => answers?.id === post.id).length,
    bookmarks: Math.floor(impressions * 0.004),
    clicks: post.text.includes("http") ? Math.floor(impressions * 0.02) : 0,
  };
}

/** Whether the author of a post speaks to us in it: by name, or by answering us. */
export function addressesUs(post: StoredPost, { us }: World): boolean {
  const byName = new RegExp(`@${us.username}\\b`, "i").test(post.text);
  return byName || post.answers?.author.id === us.id;
}
