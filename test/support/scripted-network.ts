import type { Draft, Problem } from "#lib/domain/publishing/draft.ts";
import type {
  CommitOutcome,
  FindResult,
  Network,
  PendingCommit,
  Publishing,
  RefusedLater,
  StageStep,
} from "#lib/networks/network.ts";

export interface LiveScriptedPost {
  readonly commitKey: string;
  readonly text: string;
  readonly at: Date;
  /** Set for what stands below a post. */
  readonly parentRemoteId?: string;
}

type Outcome = CommitOutcome | PendingCommit;
type Reaction<Answer = Outcome> = (post: () => void) => Answer | Promise<Answer>;

const accept: Reaction<CommitOutcome> = (post) => {
  post();
  return { outcome: "accepted", remoteId: "r1", url: "https://network.example/r1" };
};

/**
 * A network whose answers a test writes down in advance. It keeps what followers would see, so that a test can count
 * duplicates whatever our own store says.
 */
export class ScriptedNetwork {
  readonly live: LiveScriptedPost[] = [];
  readonly commits: Reaction[] = [];
  /** Below a post: what is live there, and how the network reacts to what is sent there. */
  readonly below: LiveScriptedPost[] = [];
  readonly followUpCommits: Reaction<CommitOutcome>[] = [];
  readonly finds: (FindResult | RefusedLater | Error)[] = [];
  readonly stages: (StageStep | Error)[] = [];
  /** What it answers when it is asked for a post's address. */
  readonly addresses: (string | Error | Promise<string>)[] = [];
  addressCount = 0;
  /** What it says of any draft. */
  readonly problems: Problem[] = [];
  /** The draft of each staging step. */
  readonly staged: Draft[] = [];
  commitCount = 0;
  honoursCommitKey = false;
  stageAheadMs: number | undefined;

  readonly #publishing: Publishing = {
    check: () => this.problems,
    needsStaging: () => this.stages.length > 0,
    stage: async (draft) => {
      this.staged.push(draft);
      const step = this.stages.shift() ?? { status: "staged", progress: { step: "last" } };
      if (step instanceof Error) throw step;
      return step;
    },
    origin: () => "https://network.example",
    commit: async (draft, _progress, commitKey, { now }) => {
      this.commitCount += 1;
      const reaction = this.commits.shift() ?? accept;
      return await reaction(() => this.live.push({ commitKey, text: draft.text, at: now() }));
    },
    confirm: async () => {
      this.addressCount += 1;
      const url = await this.addresses.shift();
      if (url instanceof Error) throw url;
      return { isLive: true, url };
    },
    find: async () => {
      const scripted = this.finds.shift();
      if (scripted instanceof Error) throw scripted;
      if (scripted) return scripted;
      const [post] = this.live;
      return post ? { found: true, remoteId: "r1" } : { found: false, because: "absent" };
    },
    settleMs: 60_000,
    honoursCommitKey: false,
    followUps: {
      kinds: ["comment", "thread"],
      check: () => [],
      commit: async ({ text }, parentRemoteId, commitKey, { now }) => {
        const post = () => void this.below.push({ commitKey, text, at: now(), parentRemoteId });
        const outcome = await (this.followUpCommits.shift() ?? accept)(post);
        return outcome.outcome === "accepted" ? { ...outcome, remoteId: `c${this.below.length}` } : outcome;
      },
      find: async ({ draft }) => {
        const index = this.below.findIndex(({ text }) => text === draft.text);
        return index < 0 ? { found: false, because: "absent" } : { found: true, remoteId: `c${index + 1}` };
      },
      settleMs: 60_000,
      honoursCommitKey: false,
    },
  };

  get network(): Network {
    return {
      ...this.#network,
      publishing: { ...this.#publishing, honoursCommitKey: this.honoursCommitKey, stageAheadMs: this.stageAheadMs },
    };
  }

  readonly #network: Network = {
    name: "facebook",
    displayName: "Scripted",
    limits: {
      textLength: 100,
      imageCount: 4,
      videoCount: 1,
      imageBytes: 1,
      videoBytes: 1,
      imageTypes: [],
      videoTypes: [],
      altTextLength: 1,
      quotas: [],
    },
  };
}

/** Reactions for `commits`. */
export const reactions = {
  accept,
  /** Creates the post and says no more than its id. */
  acceptTersely: ((post) => {
    post();
    return { outcome: "accepted", remoteId: "r1" };
  }) satisfies Reaction,
  /** Creates the post and loses the answer. */
  acceptSilently: ((post) => {
    post();
    return { outcome: "ambiguous", reason: "the connection was reset" };
  }) satisfies Reaction,
  /** Creates nothing and loses the answer. */
  /** Has all of it, shows nothing yet, and says by what it is to be asked. */
  work: (() => ({
    outcome: "pending",
    progress: { ticket: "t1" },
    reason: "at work on it",
  })) satisfies Reaction,
  vanish: (() => ({ outcome: "ambiguous", reason: "500" })) satisfies Reaction,
  refuse: (() => ({ outcome: "rejected", reason: "too long" })) satisfies Reaction,
  notReady: (() => ({ outcome: "notAccepted", because: "not-ready", reason: "expired" })) satisfies Reaction,
  refuseDuplicate: (() => ({ outcome: "rejected", reason: "duplicate content", duplicate: true })) satisfies Reaction,
  rateLimit:
    (retryAt: Date): Reaction =>
    () => ({
      outcome: "notAccepted",
      because: "rate-limited",
      reason: "slow down",
      retryAt,
    }),
};
