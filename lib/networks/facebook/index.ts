import { traceOf } from "../meta/trace.ts";
import { GRAPH_ORIGIN } from "../meta/version.ts";
import type { Network } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { access } from "./access.ts";
import { check } from "./check.ts";
import { find } from "./find.ts";
import { followUps } from "./follow-ups.ts";
import { insights } from "./insights.ts";
import { limits } from "./limits.ts";
import { commit, confirm, needsStaging, stage } from "./publish.ts";
import { rates } from "./rates.ts";
import { replies } from "./replies.ts";
import { webhook } from "./webhook.ts";

/** A Facebook Page, through the Graph API with a Page token. */
export const facebook: Network = {
  name: "facebook",
  displayName: "Facebook",
  limits,
  publishing: {
    check,
    needsStaging,
    stage,
    origin: () => GRAPH_ORIGIN,
    commit,
    confirm,
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
