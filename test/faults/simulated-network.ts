import type { Draft } from "#lib/domain/publishing/draft.ts";
import {
  ContentRejectedError,
  NotSentError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type {
  CommitOutcome,
  FindResult,
  FollowUps,
  Network,
  Progress,
  Publishing,
  SoughtPost,
  StageStep,
} from "#lib/networks/network.ts";
import type { CapabilityBelow, CapabilityClass } from "./capability.ts";
import { FAULTS, type Fault, type FaultKind } from "./fault.ts";
import type { Followers, LivePost } from "./followers.ts";
import { CALL_FAULTS, INTERLEAVINGS, type Process } from "./process.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "rate-limited", "slow", "late-answer", "kill", "freeze"];

const STAGE_FAULTS: readonly FaultKind[] = [
  ...CALL_FAULTS,
  ...INTERLEAVINGS,
  "not-sent",
  "rate-limited",
  "token",
  "refuse",
  "expires",
];

const COMMIT_FAULTS: readonly FaultKind[] = [
  "not-sent",
  "rate-limited",
  "token",
  "not-ready",
  "refuse",
  "error-before",
  "error-after",
  "reset-late",
  "timeout",
  "timeout-after",
  "slow",
  "late-answer",
  "kill",
  "kill-after",
  "kill-late",
  "freeze",
  "lists-late",
  ...INTERLEAVINGS,
];

export interface NetworkSetting {
  readonly capability: CapabilityClass;
  readonly followers: Followers;
  readonly now: () => number;
  readonly isAway: () => boolean;
}

/** A network of a capability class as one process meets it: small, in memory, adversarial, and with a ground truth. */
export function simulatedNetwork(setting: NetworkSetting, process: Process) {
  const { capability } = setting;
  const { needsStaging, settleMs, honoursCommitKey, stageAheadMs } = capability;
  const publishing = {
    check: () => [],
    needsStaging: () => needsStaging,
    stage: (draft: Draft, progress: Progress | undefined) => stage(draft, progress, setting, process),
    commit: (draft: Draft, progress: Progress | undefined, commitKey: string) =>
      commit({ draft, progress, commitKey }, setting, process),
    find: ({ draft, attemptedAt }: SoughtPost) => find(draft, attemptedAt, setting, process),
    settleMs,
    honoursCommitKey,
    stageAheadMs,
    ...(capability.below && { followUps: followUps(capability.below, setting, process) }),
    ...(capability.confirms && { confirm: (remoteId: string) => confirm(remoteId, process) }),
  } satisfies Publishing;
  const { name } = capability;
  return { name, displayName: name, limits: NO_LIMITS, publishing } satisfies Network;
}

/** What follows is as adversarial as what it follows: the network shows it below whatever it is told. */
function followUps(capability: CapabilityBelow, setting: NetworkSetting, process: Process): FollowUps {
  const { kind, settleMs, honoursCommitKey, isBlind } = capability;
  const below = { ...setting, capability: { ...setting.capability, needsStaging: false, honoursCommitKey, isBlind } };
  return {
    kinds: [kind],
    check: () => [],
    commit: (draft, parentId, commitKey) => commit({ draft, progress: undefined, commitKey, parentId }, below, process),
    find: ({ draft, attemptedAt }) => find(draft, attemptedAt, below, process),
    settleMs,
    honoursCommitKey,
  };
}

const STEPS = 2;

/** An upload, a wait for the network, and it is prepared for a day. */
function stage(
  draft: Draft,
  progress: Progress | undefined,
  { now, isAway }: NetworkSetting,
  process: Process,
): Promise<StageStep> {
  const about = idOf(draft);
  return process.call({
    name: `stage.${about}`,
    kinds: STAGE_FAULTS,
    about,
    failure: ({ kind }) => new OutcomeUnknownError(FAULTS[kind]),
    effect: (fault) => {
      if (isAway()) throw new OutcomeUnknownError("500");
      if (fault) throwFor(fault, now());
      const steps = Number(progress?.steps ?? 0) + 1;
      const expiresAt = now() + (fault?.kind === "expires" ? fault.strength * 30 * 60_000 : 24 * 60 * 60_000);
      const reached = { steps, text: draft.text, expiresAt: Number(progress?.expiresAt ?? expiresAt) };
      if (steps < STEPS) return { status: "wait", progress: reached, afterMs: 1_500 };
      return { status: "staged", progress: reached, expiresAt: new Date(reached.expiresAt) };
    },
  });
}

function throwFor({ kind, strength }: Fault, now: number): void {
  if (kind === "not-sent") throw new NotSentError(FAULTS[kind]);
  if (kind === "token") throw new TokenRejectedError(FAULTS[kind]);
  if (kind === "refuse") throw new ContentRejectedError(FAULTS[kind]);
  if (kind === "rate-limited") {
    const retryAt = strength < 0.5 ? undefined : new Date(now + strength * 20 * 60_000);
    throw new RateLimitedError(FAULTS[kind], { retryAt });
  }
}

interface Sending {
  readonly draft: Draft;
  readonly progress: Progress | undefined;
  readonly commitKey: string;
  readonly parentId?: string;
}

function commit(sending: Sending, setting: NetworkSetting, process: Process): Promise<CommitOutcome> {
  const about = idOf(sending.draft);
  return process
    .call({
      name: `commit.${about}`,
      weight: 2,
      kinds: COMMIT_FAULTS,
      about,
      effect: (fault) => receive(sending, fault, setting, process),
    })
    .then(({ outcome, afterMs }) => process.clock.sleep(afterMs).then(() => outcome));
}

/** What the network makes of a request, and what the caller hears of it. */
function receive(sending: Sending, fault: Fault | undefined, setting: NetworkSetting, process: Process): Heard {
  const { isAway, followers, now } = setting;
  if (isAway()) return heard({ outcome: "ambiguous", reason: "500" });
  const strength = fault?.strength ?? 0;
  const act = () => carryOut(sending, fault, setting);
  switch (fault?.kind) {
    case "not-sent":
    case "token":
    case "not-ready":
      return heard({ outcome: "notAccepted", because: fault.kind, reason: FAULTS[fault.kind] });
    case "rate-limited": {
      const retryAt = strength < 0.3 ? undefined : new Date(now() + strength * 30 * 60_000);
      return heard({ outcome: "notAccepted", because: "rate-limited", reason: "429", retryAt });
    }
    case "refuse":
      return heard({ outcome: "rejected", reason: "refused" });
    case "error-before":
      return heard({ outcome: "ambiguous", reason: "500" });
    case "error-after":
      act();
      return heard({ outcome: "ambiguous", reason: "500" });
    case "reset-late":
      followers.later(strength * HTTP_TIMEOUT_MS, act);
      return heard({ outcome: "ambiguous", reason: "reset" });
    case "kill-late":
      followers.later(strength * HTTP_TIMEOUT_MS, act);
      process.kill();
      return heard({ outcome: "ambiguous", reason: "dead" });
    case "timeout":
      return { outcome: { outcome: "ambiguous", reason: "timeout" }, afterMs: HTTP_TIMEOUT_MS };
    case "timeout-after":
      followers.later(strength * HTTP_TIMEOUT_MS, act);
      return { outcome: { outcome: "ambiguous", reason: "timeout" }, afterMs: HTTP_TIMEOUT_MS };
    default:
      return heard(act());
  }
}

interface Heard {
  readonly outcome: CommitOutcome;
  readonly afterMs: number;
}

function heard(outcome: CommitOutcome): Heard {
  return { outcome, afterMs: 0 };
}

function carryOut(
  { draft, progress, commitKey, parentId }: Sending,
  fault: Fault | undefined,
  { capability, followers, now }: NetworkSetting,
): CommitOutcome {
  const earlier = capability.honoursCommitKey ? followers.withKey(commitKey) : undefined;
  if (earlier) return accepted(earlier);
  if (capability.needsStaging && !isPrepared(draft, progress, now())) {
    return { outcome: "notAccepted", because: "not-ready", reason: "nothing is prepared" };
  }
  if (capability.refusesDuplicates && followers.withText(draft.text).length > 0) {
    return { outcome: "rejected", reason: "duplicate", duplicate: true };
  }
  const listLagMs = fault?.kind === "lists-late" ? fault.strength * capability.settleMs : 200;
  return accepted(followers.show(draft.text, commitKey, { listLagMs, below: parentId }));
}

function isPrepared({ text }: Draft, progress: Progress | undefined, now: number): boolean {
  return progress?.steps === STEPS && progress.text === text && now < Number(progress.expiresAt);
}

function accepted({ remoteId }: LivePost): CommitOutcome {
  return { outcome: "accepted", remoteId, url: `https://network.example/${remoteId}` };
}

const CLOCK_TOLERANCE_MS = 60_000;

function find(draft: Draft, attemptedAt: Date, setting: NetworkSetting, process: Process): Promise<FindResult> {
  const { capability, followers, now, isAway } = setting;
  if (capability.isBlind) return Promise.resolve(cannotKnow("nobody to ask"));
  const about = idOf(draft);
  return process.call({
    name: `find.${about}`,
    weight: 2,
    kinds: [...READ_FAULTS, ...INTERLEAVINGS, "cannot-know"],
    about,
    failure: ({ kind }) => new OutcomeUnknownError(FAULTS[kind]),
    effect: (fault) => {
      if (isAway()) throw new OutcomeUnknownError("500");
      if (fault) throwFor(fault, now());
      if (fault?.kind === "cannot-know") return cannotKnow(FAULTS[fault.kind]);
      const since = attemptedAt.getTime() - CLOCK_TOLERANCE_MS;
      const [post, ...others] = followers
        .withText(draft.text)
        .filter(({ at, listedFrom }) => at >= since && listedFrom <= now());
      if (others.length > 0) return cannotKnow("several match");
      return post ? { found: true, remoteId: post.remoteId } : { found: false, because: "absent" };
    },
  });
}

function cannotKnow(reason: string): FindResult {
  return { found: false, because: "cannot-know", reason };
}

function confirm(remoteId: string, process: Process): Promise<{ isLive: boolean; url?: string }> {
  return process.call({
    name: `confirm.${remoteId}`,
    kinds: ["fail", "slow", "kill", "freeze"],
    effect: () => ({ isLive: true, url: `https://network.example/${remoteId}` }),
  });
}

function idOf({ text }: Draft): string {
  return text.split(" ", 1)[0] ?? text;
}

const NO_LIMITS = {
  textLength: 1_000,
  imageCount: 1,
  videoCount: 1,
  imageBytes: 1,
  videoBytes: 1,
  imageTypes: [],
  videoTypes: [],
  altTextLength: 1,
  quotas: [],
};
