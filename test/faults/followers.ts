import type { EventLoop } from "./event-loop.ts";

/** A post that followers can see. */
export interface LivePost {
  readonly publicationId: string;
  readonly text: string;
  readonly remoteId: string;
  /** When the network had all of it. */
  readonly at: number;
  /** From then on the network's lists show it. */
  readonly listedFrom: number;
  /** What it stands below, as the network was told. */
  readonly below?: string;
}

interface Showing {
  readonly listLagMs: number;
  readonly below?: string;
  /** @default now */
  readonly takenAt?: number;
}

/** What followers see, whatever anybody's tables say: the ground truth. */
export class Followers {
  readonly posts: LivePost[] = [];
  /** Requests that a network has taken in and not carried out yet. */
  pendingCount = 0;
  /** What a network has taken and works on, by its text. Whoever asks for it hears so, whatever they know of it. */
  readonly works = new Map<string, { readonly doneAt: number; readonly isInVain: boolean }>();
  readonly #byKey = new Map<string, LivePost>();
  readonly #loop: EventLoop;

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  of(publicationId: string): readonly LivePost[] {
    return this.posts.filter((post) => post.publicationId === publicationId);
  }

  withText(text: string): readonly LivePost[] {
    return this.posts.filter((post) => post.text === text);
  }

  withKey(commitKey: string): LivePost | undefined {
    return this.#byKey.get(commitKey);
  }

  show(text: string, commitKey: string, { listLagMs, below, takenAt }: Showing): LivePost {
    const { now } = this.#loop;
    const remoteId = `r${this.posts.length + 1}`;
    const at = takenAt ?? now;
    const post = { publicationId: publicationOf(text), text, remoteId, at, listedFrom: now + listLagMs, below };
    this.posts.push(post);
    this.#byKey.set(commitKey, post);
    return post;
  }

  /** Shows it later, whoever may be dead by then. */
  later(ms: number, show: () => void): void {
    this.pendingCount += 1;
    this.#loop.after(ms, () => {
      this.pendingCount -= 1;
      show();
    });
  }
}

/** A simulated post says whose it is and which edit of it: `p1 edit 2`. */
export function textOf(publicationId: string, edit: number): string {
  return `${publicationId} edit ${edit}`;
}

function publicationOf(text: string): string {
  return text.split(" ", 1)[0] ?? text;
}

export function editOf({ text }: LivePost): number {
  return Number(text.split(" ")[2]);
}
