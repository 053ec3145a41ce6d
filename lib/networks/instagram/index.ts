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
import { commit, confirm } from "./publish.ts";
import { rates } from "./rates.ts";
import { replies } from "./replies.ts";
import { stage } from "./stage.ts";
import { webhook } from "./webhook.ts";

/** A professional Instagram account that is linked to a Page, through the Graph API with that Page's token. */
export const instagram: Network = {
  name: "instagram",
  displayName: "Instagram",
  limits,
  publishing: {
    check,
    needsStaging: () => true,
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
