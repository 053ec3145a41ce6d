import type { Draft } from "#lib/domain/publishing/draft.ts";
import {
  ContentRejectedError,
  NotReadyError,
  NotSentError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "#lib/networks/errors.ts";
import type { FindResult, RefusedLater, SoughtPost } from "#lib/networks/network.ts";
import { FAULTS, type Fault, type FaultKind } from "./fault.ts";
import { INTERLEAVINGS, type Process } from "./process.ts";
import type { NetworkSetting } from "./simulated-network.ts";

const READ_FAULTS: readonly FaultKind[] = ["fail", "rate-limited", "slow", "late-answer", "kill", "freeze"];

const CLOCK_TOLERANCE_MS = 60_000;

type Answer = FindResult | RefusedLater;

/** Of what it works on, a network knows more than its lists show: it has an id of its own for that. */
export function findWorkedOn(
  { draft, attemptedAt }: SoughtPost,
  setting: NetworkSetting,
  process: Process,
): Promise<Answer> {
  return look(draft, attemptedAt, { setting, process }, (listed) => {
    const work = setting.followers.works.get(draft.text);
    if (listed.found || !work) return listed;
    if (setting.now() < work.doneAt) throw new NotReadyError("at work");
    return work.isInVain ? { found: false, because: "refused", reason: "refused after all" } : listed;
  });
}

export function find(draft: Draft, attemptedAt: Date, setting: NetworkSetting, process: Process): Promise<FindResult> {
  return look(draft, attemptedAt, { setting, process }, (listed) => listed);
}

interface Looking {
  readonly setting: NetworkSetting;
  readonly process: Process;
}

/** @param judge makes the network's answer of what is listed, at the instant at which it is listed. */
async function look<Answered>(
  draft: Draft,
  attemptedAt: Date,
  { setting, process }: Looking,
  judge: (listed: FindResult) => Answered,
): Promise<Answered> {
  const { capability, followers, now, isAway } = setting;
  if (capability.isBlind) return judge(cannotKnow("nobody to ask"));
  const about = idOf(draft);
  return await process.call({
    name: `find.${about}`,
    weight: 2,
    kinds: [...READ_FAULTS, ...INTERLEAVINGS, "cannot-know"],
    about,
    failure: ({ kind }) => new OutcomeUnknownError(FAULTS[kind]),
    effect: (fault) => {
      if (isAway()) throw new OutcomeUnknownError("500");
      if (fault) throwFor(fault, now());
      if (fault?.kind === "cannot-know") return judge(cannotKnow(FAULTS[fault.kind]));
      const since = attemptedAt.getTime() - CLOCK_TOLERANCE_MS;
      const [post, ...others] = followers
        .withText(draft.text)
        .filter(({ at, listedFrom }) => at >= since && listedFrom <= now());
      if (others.length > 0) return judge(cannotKnow("several match"));
      return judge(post ? { found: true, remoteId: post.remoteId } : { found: false, because: "absent" });
    },
  });
}

function cannotKnow(reason: string): FindResult {
  return { found: false, because: "cannot-know", reason };
}

export function confirm(remoteId: string, process: Process): Promise<{ isLive: boolean; url?: string }> {
  return process.call({
    name: `confirm.${remoteId}`,
    kinds: ["fail", "slow", "kill", "freeze"],
    effect: () => ({ isLive: true, url: `https://network.example/${remoteId}` }),
  });
}

export function idOf({ text }: Draft): string {
  return text.split(" ", 1)[0] ?? text;
}

/** For calls that may be repeated. */
export function throwFor({ kind, strength }: Fault, now: number): void {
  if (kind === "not-sent") throw new NotSentError(FAULTS[kind]);
  if (kind === "token") throw new TokenRejectedError(FAULTS[kind]);
  if (kind === "refuse") throw new ContentRejectedError(FAULTS[kind]);
  if (kind === "rate-limited") {
    const retryAt = strength < 0.5 ? undefined : new Date(now + strength * 20 * 60_000);
    throw new RateLimitedError(FAULTS[kind], { retryAt });
  }
}
