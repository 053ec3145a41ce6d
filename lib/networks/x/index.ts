import type { Network } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { access } from "./access.ts";
import { auth } from "./auth.ts";
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

export const x: Network = {
  name: "x",
  displayName: "X",
  limits,
  auth,
  publishing: {
    check,
    needsStaging: ({ media }) => media.length > 0,
    stage,
    origin: () => API_ORIGIN,
    commit: (draft, progress, _commitKey, context) => commit(draft, progress, context),
    find,
    settleMs: SETTLE_MS,
    honoursCommitKey: false,
    followUps,
  },
  webhook,
  replies,
  insights,
  access,
  rates,
  traceOf,
};
