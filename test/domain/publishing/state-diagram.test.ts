import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { UNSAID } from "#lib/aws/publication-representation.ts";
import { PUBLICATION_STATES, type Publication, type PublicationState } from "#lib/domain/publishing/publication.ts";
import * as approving from "#lib/domain/publishing/transitions/approving.ts";
import * as deciding from "#lib/domain/publishing/transitions/deciding.ts";
import * as following from "#lib/domain/publishing/transitions/following.ts";
import * as holding from "#lib/domain/publishing/transitions/holding.ts";
import * as reconciling from "#lib/domain/publishing/transitions/reconciling.ts";
import * as sending from "#lib/domain/publishing/transitions/sending.ts";
import * as staging from "#lib/domain/publishing/transitions/staging.ts";
import type { PublicationTransition } from "#lib/domain/publishing/transitions/transition.ts";
import { aPublication } from "#test/support/a-publication.ts";

const page = readFileSync(new URL("../../../docs/exactly-once.md", import.meta.url), "utf8");

const now = new Date("2026-11-24T09:00:00.000Z");
const stamp = { now, claimId: "w1" };
const reason = "because";

type Examples = (publication: Publication) => readonly PublicationTransition[];

/** Each transition with all that it may lead to. */
const EXAMPLES: Readonly<Record<string, Examples>> = {
  claim: (p) => [sending.claim(p, 1_000, stamp)],
  publish: (p) => [sending.publish(p, { remoteId: "r1", sentAt: now }, stamp)],
  link: () => [sending.link("https://network.example/r1", stamp)],
  reject: (p) => [
    sending.reject(p, { reason, settleMs: 0 }, stamp),
    sending.reject({ ...p, settledAt: now }, { reason, settleMs: 0 }, stamp),
  ],
  release: (p) => [
    sending.release(p, { reason, retryAt: now }, stamp),
    sending.release({ ...p, progress: {} }, { reason, retryAt: now }, stamp),
    sending.release({ ...p, settledAt: now }, { reason, retryAt: now }, stamp),
  ],
  doubt: (p) => [sending.doubt(p, { reason, settleMs: 0 }, stamp)],
  handOver: (p) => [sending.handOver(p, { reason, progress: {}, settleMs: 0, sentAt: now }, stamp)],
  expire: (p) => [sending.expire(p, 0, stamp)],
  recordStaging: (p) => [
    staging.recordStaging(p, { progress: {}, isStaged: true }, stamp),
    staging.recordStaging({ ...p, state: "planned" }, { progress: {}, isStaged: false }, stamp),
  ],
  restage: (p) => [staging.restage(p, reason, stamp)],
  postpone: (p) => [staging.postpone(p, { reason, until: now }, stamp)],
  refuse: (p) => [staging.refuse(p, reason, stamp)],
  reconcileFound: (p) => [reconciling.reconcileFound(p, { remoteId: "r1" }, stamp)],
  reconcileAbsent: (p) => [
    reconciling.reconcileAbsent(p, stamp),
    reconciling.reconcileAbsent({ ...p, progress: {} }, stamp),
    reconciling.reconcileAbsent({ ...p, hasDuplicateEvidence: true }, stamp),
  ],
  reconcileRefused: (p) => [reconciling.reconcileRefused(p, reason, stamp)],
  reconcileFailed: (p) => [
    reconciling.reconcileFailed(p, reason, stamp),
    reconciling.reconcileFailed({ ...p, probeCount: 1_000 }, reason, stamp),
  ],
  reconcileLater: (p) => [reconciling.reconcileLater(p, { reason, until: now }, stamp)],
  askPerson: (p) => [reconciling.askPerson(p, reason, stamp)],
  miss: (p) => [deciding.miss(p, stamp)],
  askIfWanted: (p) => [deciding.askIfWanted(p, stamp)],
  cancel: (p) => [
    deciding.cancel(p, reason, stamp),
    deciding.cancel({ ...p, question: "still-wanted" }, reason, stamp),
  ],
  edit: (p) => [deciding.edit(p, p, stamp), deciding.edit({ ...p, question: "still-wanted" }, p, stamp)],
  resolve: (p) => [
    deciding.resolve(p, { answers: "is-it-live", isLive: true }, stamp),
    deciding.resolve(p, { answers: "is-it-live", isLive: false }, stamp),
    deciding.resolve(p, { answers: "still-wanted", isWanted: true }, stamp),
    deciding.resolve(p, { answers: "still-wanted", isWanted: false }, stamp),
  ],
  replan: (p) => [deciding.replan(p, p, stamp)],
  retry: (p) => [deciding.retry(p, stamp)],
  approve: (p) => [approving.approve(p, stamp)],
  withdrawApproval: (p) => [approving.withdrawApproval(p, stamp)],
  follow: (p) => [following.follow(p, { parentRemoteId: "r1", since: now }, stamp)],
  awaitParent: (p) => [following.awaitParent(p, now, stamp)],
  hold: (p) => [holding.hold(p, { reason, until: now, isKnown: false }, stamp)],
};

/** `planned --> sending: claim`, for every transition whose guard lets it begin in that state and that changes it. */
function movesOfTheCode(): ReadonlySet<string> {
  const moves = PUBLICATION_STATES.flatMap((state) =>
    Object.entries(EXAMPLES).flatMap(([name, examples]) =>
      examples(aPublication({ state }))
        .filter((transition) => beginsIn(transition, state))
        .map(({ set }) => ({ name, to: set.state ?? state }))
        .filter(({ to }) => to !== state)
        .map(({ to }) => `${state} --> ${to}: ${name}`),
    ),
  );
  return new Set(moves);
}

function beginsIn({ guard }: PublicationTransition, state: PublicationState): boolean {
  return guard.every(
    (condition) =>
      condition.attribute !== "state" || (condition.is === "one-of" ? condition.values.includes(state) : false),
  );
}

function movesOfThePage(): ReadonlySet<string> {
  const arrows = page.matchAll(/^ {2}(\w+) --> (\w+): (.+)$/gm);
  return new Set(
    [...arrows].flatMap(([, from, to, names = ""]) => names.split(", ").map((name) => `${from} --> ${to}: ${name}`)),
  );
}

describe("the state diagram of docs/exactly-once.md", () => {
  it("shows the moves that the code makes, and no others", () => {
    expect([...movesOfThePage()].toSorted()).toEqual([...movesOfTheCode()].toSorted());
  });

  it("knows every transition that there is", () => {
    const modules = [approving, deciding, following, holding, reconciling, sending, staging];

    expect(Object.keys(EXAMPLES).toSorted()).toEqual(modules.flatMap(Object.keys).toSorted());
  });

  it("explains each of them", () => {
    for (const name of Object.keys(EXAMPLES)) expect(page).toContain(`| \`${name}\` |`);
  });
});

describe("the guards", () => {
  it("compare only what is stored: none names an attribute that goes unsaid at its default", () => {
    const transitions = Object.values(EXAMPLES).flatMap((examples) => examples(aPublication({ needsApproval: true })));
    const guarded = transitions.flatMap(({ guard }) => guard.map(({ attribute }) => attribute));

    expect(Object.keys(UNSAID).filter((attribute) => guarded.some((each) => each === attribute))).toEqual([]);
  });
});
