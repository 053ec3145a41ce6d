import type { HeldBack } from "#lib/app/accounts/rates/list-held-back.ts";
import type { Purpose } from "#lib/domain/accounts/rates/purpose.ts";
import { readable } from "../output.ts";

const WORDS: Readonly<Record<Purpose, string>> = {
  publishing: "posts",
  preparing: "uploads",
  reconciling: "looking for doubtful posts",
  fetching: "what customers write",
  replying: "answers",
  messaging: "direct messages",
  checking: "checks ahead",
  measuring: "numbers",
};

/** For example `x/acme: posts and answers wait until 2026-11-24 12:15:00: "POST /2/tweets" is used up.` */
export function describeHeldBack({ network, channelId, name, usedShare, until, purposes }: HeldBack): string {
  const who = channelId ?? `all channels on ${network}`;
  const what = new Intl.ListFormat("en").format(purposes.map((purpose) => WORDS[purpose]));
  const state = usedShare >= 1 ? "used up" : `used to ${Math.floor(usedShare * 100)} %`;
  return `${who}: ${what} wait until ${readable(until)}: "${name}" is ${state}.`;
}
