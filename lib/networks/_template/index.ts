import type { Network } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { check } from "./check.ts";
import { find } from "./find.ts";
import { followUps } from "./follow-ups.ts";
import { insights } from "./insights.ts";
import { limits } from "./limits.ts";
import { commit, stage } from "./publish.ts";
import { rates } from "./rates.ts";
import { replies } from "./replies.ts";
import { traceOf } from "./trace.ts";
import { webhook } from "./webhook.ts";
import { API_ORIGIN } from "./wire.ts";

/**
 * An imaginary network, complete and as small as possible. Copy the folder, give everything the real network's name,
 * and leave out the properties of capabilities that it does not have.
 */
export const sample: Network = {
  name: "sample",
  displayName: "Sample",
  limits,
  publishing: {
    check,
    // Only for drafts with something to upload: a plain text post then costs no step.
    needsStaging: ({ media }) => media.length > 0,
    stage,
    origin: () => API_ORIGIN,
    commit: (draft, progress, _commitKey, context) => commit(draft, progress, context),
    find,
    // How long the network's lists may lag behind. Too short, and a live post is taken for absent and sent again.
    settleMs: SETTLE_MS,
    // Only where the network documents an idempotency key, and for longer than a reconcile may take.
    honoursCommitKey: false,
    followUps,
  },
  webhook,
  replies,
  insights,
  rates,
  traceOf,
};
