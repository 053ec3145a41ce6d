/**
 * What a request is for. A budget names those that draw on it, and each stops at a share of its own.
 *
 * - `preparing`: uploads and containers ahead of a post. `publishing`: the commit. `reconciling`: asking what became of one.
 * - `fetching`: reading what a customer wrote, where a webhook tells only that they wrote. `replying`: an answer below a
 *   post. `messaging`: a direct message.
 * - `checking`: asking ahead of a post whether it will be able to go out. `measuring`: reading numbers.
 */
export const PURPOSES = [
  "preparing",
  "publishing",
  "reconciling",
  "fetching",
  "replying",
  "messaging",
  "checking",
  "measuring",
] as const;

export type Purpose = (typeof PURPOSES)[number];

/**
 * The share of a budget at which each purpose stops: publishing before answering before measuring.
 *
 * Numbers are cumulative, so an hour without them loses nothing, and a check ahead is only a warning: they leave almost a
 * third of everything. A customer who waits some minutes longer is better than a post that misses its second: what they
 * wrote and our answers leave a twentieth. All that a post
 * needs to go out goes on until the network itself says no.
 */
export const STOPS_AT: Readonly<Record<Purpose, number>> = {
  measuring: 0.7,
  checking: 0.7,
  fetching: 0.95,
  replying: 0.95,
  messaging: 0.95,
  preparing: 1,
  publishing: 1,
  reconciling: 1,
};
