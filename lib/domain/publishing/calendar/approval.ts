import type { Channel } from "../../accounts/channel.ts";
import { compact } from "./column-names.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import type { CalendarSettings } from "./settings.ts";

const REQUIRED = /^(required|yes|needed|true|requise?|oui|obligatoire|vrai)$/;

const NOT_REQUIRED = /^(no|none|notrequired|notneeded|false|non|aucune?|nonrequise?|faux)$/;

/** Whether a cell or a line above the header wants an approval; undefined where it says nothing. */
export function readApproval(
  value: string,
  say: Say,
): { readonly wanted: boolean | undefined } | { readonly problem: CellProblem } {
  if (value === "") return { wanted: undefined };
  const word = compact(value);
  if (REQUIRED.test(word)) return { wanted: true };
  if (NOT_REQUIRED.test(word)) return { wanted: false };
  return { problem: { column: "approval", value, ...say("approvalUnreadable", { value }) } };
}

interface ApprovalCase {
  readonly channel: Channel;
  readonly campaign: string;
  /** What the row says. */
  readonly wanted: boolean | undefined;
}

interface ApprovalRules {
  readonly approvals: CalendarSettings["approvals"];
  /** What the file says of its rows. */
  readonly fileApproval?: boolean;
}

/** What is agreed upon for a channel or a campaign, no row talks its way out of; what its file says, a row may. */
export function wantsApproval(
  { channel, campaign, wanted }: ApprovalCase,
  { approvals, fileApproval = false }: ApprovalRules,
): boolean {
  if (approvals.channels.has(channel.channelId)) return true;
  if (campaign !== "" && approvals.campaigns.size > 0 && approvals.campaigns.has(campaignKey(campaign))) return true;
  return wanted ?? fileApproval;
}

/** Two spellings of one campaign: case does not matter. */
export function campaignKey(campaign: string): string {
  return campaign.normalize("NFC").trim().toLowerCase();
}
