import type { Network } from "../network.ts";
import { SETTLE_MS } from "../settle.ts";
import { access } from "./access.ts";
import { auth } from "./auth.ts";
import { check } from "./check.ts";
import { find } from "./find.ts";
import { insights } from "./insights.ts";
import { limits } from "./limits.ts";
import { commit, commitOrigin, confirm } from "./publish.ts";
import { rates } from "./rates.ts";
import { stage } from "./stage.ts";
import { traceOf } from "./trace.ts";

/** An account at TikTok, through the API for developers. That API knows no comments, mentions or messages. */
export const tiktok: Network = {
  name: "tiktok",
  displayName: "TikTok",
  limits,
  auth,
  publishing: {
    check,
    needsStaging: () => true,
    stage,
    origin: commitOrigin,
    commit: (draft, progress, _commitKey, context) => commit(draft, progress, context),
    confirm,
    find,
    settleMs: SETTLE_MS,
    options: ["title", "privacy", "disclosure"],
    honoursCommitKey: false,
  },
  insights,
  access,
  rates,
  traceOf,
};
