import type { LiveMedia, LiveMessage, LivePost, SimulatorOptions } from "../simulator.ts";
import type { TikTokBehaviour } from "./simulator-behaviour.ts";

/** Something that we asked TikTok to publish, from its `init` on. */
export interface Publish {
  readonly id: string;
  readonly kind: "video" | "photos";
  readonly text: string;
  readonly title?: string;
  readonly privacy: string;
  readonly upload?: UploadPlace;
  /** What TikTok has of it. */
  media: readonly LiveMedia[];
  /** When TikTok had all of it. */
  takenAt?: Date;
  failReason?: string;
  /** 0 to 1: how much followers like it. */
  readonly appeal: number;
  readonly postId: string;
}

export interface UploadPlace {
  readonly token: string;
  readonly until: Date;
  readonly sizeBytes: number;
  readonly chunkBytes: number;
  readonly chunkCount: number;
  readonly chunks: Uint8Array[];
}

export type PublishStage = "uploading" | "working" | "failed" | "in-inbox" | "live";

/** Ids of posts grow with time, as TikTok's do. */
const ID_BASE = 7_300_000_000_000_000_000n;

/** What exists at the simulated TikTok. What TikTok does by itself happens by the clock. */
export class World {
  readonly options: SimulatorOptions;
  readonly behaviour: Required<TikTokBehaviour>;
  readonly publishes: Publish[] = [];
  readonly messages: LiveMessage[] = [];
  #idCount = 0n;

  constructor(options: SimulatorOptions, behaviour: Required<TikTokBehaviour>) {
    this.options = options;
    this.behaviour = behaviour;
  }

  now(): Date {
    return this.options.now();
  }

  random(): number {
    return this.options.random();
  }

  /** Beyond 2^53, as all of TikTok's. */
  newId(): string {
    this.#idCount += 1n;
    return String(ID_BASE + (BigInt(this.now().getTime()) << 16n) + this.#idCount);
  }

  publish(id: string): Publish | undefined {
    return this.publishes.find((publish) => publish.id === id);
  }

  /** Of its post, once that is public. */
  publishOfPost(postId: string): Publish | undefined {
    return this.publishes.find((publish) => publish.postId === postId && this.isListed(publish));
  }

  stageOf({ takenAt, failReason }: Publish): PublishStage {
    const { processingMs, landsInInbox } = this.behaviour;
    if (!takenAt) return "uploading";
    if (this.now().getTime() < takenAt.getTime() + processingMs) return "working";
    if (failReason !== undefined) return "failed";
    return landsInInbox ? "in-inbox" : "live";
  }

  /** Public, and TikTok has looked at it. */
  isListed(publish: Publish): boolean {
    const { processingMs, moderationMs } = this.behaviour;
    const listedFrom = (publish.takenAt?.getTime() ?? Number.POSITIVE_INFINITY) + processingMs + moderationMs;
    const isPublic = publish.privacy === "PUBLIC_TO_EVERYONE";
    return isPublic && this.stageOf(publish) === "live" && this.now().getTime() >= listedFrom;
  }

  publishedAt({ takenAt = this.now() }: Publish): Date {
    return new Date(takenAt.getTime() + this.behaviour.processingMs);
  }

  urlOf({ postId }: Publish): string {
    return `https://www.tiktok.com/@${this.options.channel.handle}/video/${postId}`;
  }

  /** What the account's followers see, and what it sees itself where it is private. */
  posts(): LivePost[] {
    return this.publishes
      .filter((publish) => this.stageOf(publish) === "live")
      .map((publish) => ({
        remoteId: this.isListed(publish) ? publish.postId : publish.id,
        url: this.urlOf(publish),
        text: publish.text,
        media: publish.media,
        publishedAt: this.publishedAt(publish),
        likes: numbersOf(publish, this).likes,
        shares: numbersOf(publish, this).shares,
      }));
  }
}

export interface PostNumbers {
  readonly views: number;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number;
}

/** People see a post mostly in its first hours; the numbers only grow. */
export function numbersOf(publish: Publish, world: World): PostNumbers {
  const ageMinutes = Math.max(0, world.now().getTime() - world.publishedAt(publish).getTime()) / 60_000;
  const views = Math.floor((400 + 4000 * publish.appeal) * (1 - Math.exp(-ageMinutes / 90)));
  const comments = world.messages.filter(({ postRemoteId = "" }) =>
    [publish.id, publish.postId].includes(postRemoteId),
  ).length;
  return { views, likes: Math.floor(views * 0.06), comments, shares: Math.floor(views * 0.01) };
}
