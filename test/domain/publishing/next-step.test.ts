import { describe, expect, it } from "vitest";
import { type NextStep, nextStep } from "#lib/domain/publishing/next-step.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";

const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const now = at("09:00:00");

describe("nextStep", () => {
  it.each<[string, Partial<Publication>, NextStep]>([
    ["commits at the due second", { dueAt: at("09:00:00") }, { do: "commit", at: at("09:00:00") }],
    ["claims a few seconds ahead", { dueAt: at("09:00:04") }, { do: "commit", at: at("09:00:04") }],
    ["waits before that", { dueAt: at("09:10:00") }, { do: "wait", until: at("09:09:55") }],
    ["stages from half an hour ahead", { dueAt: at("09:29:00"), wantsStaging: true }, { do: "stage" }],
    [
      "does not stage earlier",
      { dueAt: at("10:00:00"), wantsStaging: true },
      { do: "wait-to-stage", until: at("09:30:00") },
    ],
    ["stages what is late and was never staged", { dueAt: at("08:59:00"), wantsStaging: true }, { do: "stage" }],
    [
      "commits what is staged",
      { dueAt: at("09:00:00"), wantsStaging: true, state: "staged" },
      { do: "commit", at: at("09:00:00") },
    ],
    [
      "prepares anew what is about to expire",
      { dueAt: at("09:00:00"), wantsStaging: true, state: "staged", stageExpiresAt: at("09:00:30") },
      { do: "stage" },
    ],
    [
      "builds anew ahead of its time what will have expired by then",
      { dueAt: at("09:20:00"), wantsStaging: true, state: "staged", stageExpiresAt: at("09:10:00") },
      { do: "wait-to-stage", until: at("09:09:00") },
    ],
    [
      "keeps what is still good at its time",
      { dueAt: at("09:20:00"), wantsStaging: true, state: "staged", stageExpiresAt: at("09:22:00") },
      { do: "wait", until: at("09:19:55") },
    ],
    ["misses what is later than its policy", { dueAt: at("06:59:59") }, { do: "miss" }],
    [
      "leaves a live claim alone",
      { state: "sending", leaseUntil: at("09:00:01") },
      { do: "wait", until: at("09:00:01") },
    ],
    ["expires a dead worker's claim", { state: "sending", leaseUntil: at("09:00:00") }, { do: "expire" }],
    ["reconciles when it is time to ask", { state: "uncertain", nextStepAt: at("08:59:00") }, { do: "reconcile" }],
    [
      "gives the network time before asking",
      { state: "uncertain", nextStepAt: at("09:00:03") },
      { do: "wait", until: at("09:00:03") },
    ],
    ["leaves a review to a person", { state: "review", nextStepAt: undefined }, { do: "nothing" }],
    ["never touches a published post", { state: "published", nextStepAt: undefined }, { do: "nothing" }],
  ])("%s", (_, changed, expected) => {
    expect(nextStep(aPublication(changed), now)).toEqual(expected);
  });
});
