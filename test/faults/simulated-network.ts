import type { Draft } from "#lib/domain/publishing/draft.ts";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type {
  CommitOutcome,
  FollowUps,
  Network,
  PendingCommit,
  Progress,
  Publishing,
  Replies,
  SoughtPost,
  StageStep,
} from "#lib/networks/network.ts";
import type { CapabilityBelow, CapabilityClass } from "./capability.ts";
import { FAULTS, type Fault, type FaultKind } from "./fault.ts";
import type { Followers, LivePost } from "./followers.ts";
import { CALL_FAULTS, INTERLEAVINGS, type Process } from "./process.ts";
import { confirm, find, findWorkedOn, idOf, throwFor } from "./simulated-reading.ts";

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

/** A network without keys that can be asked may take a post, and say later what became of it. */
const TAKING_FAULTS: readonly FaultKind[] = [...COMMIT_FAULTS, "works", "works-in-vain"];

const MOST_WORK_MS = 20 * 60_000;

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
  const mayWork = !honoursCommitKey && !capability.isBlind;
  const publishing = {
    check: () => [],
    needsStaging: () => needsStaging,
    stage: (draft: Draft, progress: Progress | undefined) => stage(draft, progress, setting, process),
    origin: () => "https://network.example",
    commit: (draft: Draft, progress: Progress | undefined, commitKey: string) =>
      commit({ draft, progress, commitKey }, setting, process, mayWork ? TAKING_FAULTS : COMMIT_FAULTS),
    find: (sought: SoughtPost) => findWorkedOn(sought, setting, process),
    settleMs,
    honoursCommitKey,
    stageAheadMs,
    ...(capability.below && { followUps: followUps(capability.below, setting, process) }),
    ...(capability.confirms && { confirm: (remoteId: string) => confirm(remoteId, process) }),
  } satisfies Publishing;
  const { name } = capability;
  return { name, displayName: name, limits: NO_LIMITS, publishing } satisfies Network;
}

/** A comment or an answer: it is there at once, or refused. */
async function commitSmall(sending: Sending, setting: NetworkSetting, process: Process): Promise<CommitOutcome> {
  const outcome = await commit(sending, setting, process, COMMIT_FAULTS);
  if (outcome.outcome === "pending") throw new Error("nobody works on a comment");
  return outcome;
}

/** Answers to customers, as adversarial as posts. */
export function simulatedReplies(setting: NetworkSetting, process: Process): Replies {
  return {
    kinds: ["comment"],
    check: () => [],
    send: (text, _target, commitKey) =>
      commitSmall({ draft: { text, media: [] }, progress: undefined, commitKey }, setting, process),
    find: (text, _target, attemptedAt) => find({ text, media: [] }, attemptedAt, setting, process),
    settleMs: setting.capability.settleMs,
  };
}

/** What follows is as adversarial as what it follows: the network shows it below whatever it is told. */
function followUps(capability: CapabilityBelow, setting: NetworkSetting, process: Process): FollowUps {
  const { kind, settleMs, honoursCommitKey, isBlind } = capability;
  const below = { ...setting, capability: { ...setting.capability, needsStaging: false, honoursCommitKey, isBlind } };
  return {
    kinds: [kind],
    check: () => [],
    commit: (draft, parentId, commitKey) =>
      commitSmall({ draft, progress: undefined, commitKey, parentId }, below, process),
    find: ({ draft, attemptedAt }) => find(draft, attemptedAt, below, process),
    settleMs,
    honoursCommitKey,
  };
}

const STEPS = 2;

/** An upload, a wait for the network that is longer than a worker sleeps, and it is prepared for a day. */
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
      if (steps < STEPS) return { status: "wait", progress: reached, afterMs: 4_000 };
      return { status: "staged", progress: reached, expiresAt: new Date(reached.expiresAt) };
    },
  });
}

interface Sending {
  readonly draft: Draft;
  readonly progress: Progress | undefined;
  readonly commitKey: string;
  readonly parentId?: string;
}

function commit(
  sending: Sending,
  setting: NetworkSetting,
  process: Process,
  kinds: readonly FaultKind[],
): Promise<CommitOutcome | PendingCommit> {
  const about = idOf(sending.draft);
  return process
    .call({
      name: `commit.${about}`,
      weight: 2,
      kinds,
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
    case "works":
    case "works-in-vain":
      return heard(work(sending, fault, setting));
    case "timeout":
      return { outcome: { outcome: "ambiguous", reason: "timeout" }, afterMs: HTTP_TIMEOUT_MS };
    case "timeout-after":
      followers.later(strength * HTTP_TIMEOUT_MS, act);
      return { outcome: { outcome: "ambiguous", reason: "timeout" }, afterMs: HTTP_TIMEOUT_MS };
    default:
      return heard(act());
  }
}

/** It works only on what it does not refuse at once. */
function work(sending: Sending, { kind, strength }: Fault, setting: NetworkSetting): Outcome {
  const { capability, followers, now } = setting;
  const { draft, progress, commitKey } = sending;
  const isUnprepared = capability.needsStaging && !isPrepared(draft, progress, now());
  const isKnown = capability.refusesDuplicates && followers.withText(draft.text).length > 0;
  if (isUnprepared || isKnown) return carryOut(sending, undefined, setting);
  const takenAt = now();
  const doneAt = takenAt + strength * MOST_WORK_MS;
  const show = () => void followers.show(draft.text, commitKey, { listLagMs: 0, takenAt });
  if (kind === "works") followers.later(doneAt - takenAt, show);
  followers.works.set(draft.text, { doneAt, isInVain: kind !== "works" });
  return { outcome: "pending", reason: "at work", progress: { ...progress } };
}

type Outcome = CommitOutcome | PendingCommit;

interface Heard {
  readonly outcome: Outcome;
  readonly afterMs: number;
}

function heard(outcome: Outcome): Heard {
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
