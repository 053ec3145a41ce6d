import type { Channel, chooseChannel } from "../../accounts/channel.ts";
import { type ChannelBook, chooseChannels } from "../../accounts/channel-group.ts";
import { remembered } from "../../remembered.ts";
import type { Say } from "./messages/say.ts";
import { nearest } from "./nearest.ts";
import type { CellProblem } from "./problem.ts";

export interface ChannelsRead {
  /** Each once, in the order written. */
  readonly channels: readonly Channel[];
  readonly problems: readonly CellProblem[];
}

/** What channels are read by. */
export interface ChannelRules extends ChannelBook {
  readonly say: Say;
}

/** Rows name the same few channels, of a book that may hold hundreds. */
const readers = new WeakMap<ChannelRules, (written: string) => ChannelsRead>();

/** Reads the cell `channels`: channels, networks and groups, separated by `;`, `,` or `|`. */
export function readChannels(written: string, rules: ChannelRules): ChannelsRead {
  const known = readers.get(rules);
  if (known) return known(written);
  const reader = remembered((cell) => readCell(cell, rules, rules.say));
  readers.set(rules, reader);
  return reader(written);
}

function readCell(written: string, book: ChannelBook, say: Say): ChannelsRead {
  const names = written
    .split(/[;,|\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return { channels: [], problems: [emptyProblem(book, say)] };
  const found = new Map<string, Channel>();
  const problems: CellProblem[] = [];
  for (const name of names) {
    for (const { choice, member } of chooseChannels(name, book)) {
      if ("found" in choice) found.set(choice.found.channelId, choice.found);
      else if (member) problems.push(memberMissing(name, member, say));
      else problems.push(notChosen(name, choice, { book, say }));
    }
  }
  return { channels: [...found.values()], problems };
}

function emptyProblem(book: ChannelBook, say: Say): CellProblem {
  return { column: "channels", ...say("channelEmpty", { choices: allNames(book) }) };
}

function allNames({ channels, groups }: ChannelBook): readonly string[] {
  return [...groups.map(({ name }) => name), ...channels.map(({ channelId }) => channelId)];
}

function memberMissing(value: string, member: string, say: Say): CellProblem {
  return { column: "channels", value, ...say("groupMemberMissing", { value, member }) };
}

type NotChosen = Exclude<ReturnType<typeof chooseChannel>, { found: Channel }>;

interface Naming {
  readonly book: ChannelBook;
  readonly say: Say;
}

function notChosen(value: string, choice: NotChosen, { book, say }: Naming): CellProblem {
  const { choices } = choice;
  const problem = { column: "channels", value };
  if ("ambiguous" in choice) {
    return { ...problem, ...say("channelAmbiguous", { value, count: choices.length, choices }) };
  }
  const names = allNames(book);
  const similar = nearest(value, [...names, ...names.map((name) => name.split("/")[0] ?? name)]);
  if (similar) return { ...problem, ...say("channelMisspelt", { value, similar }) };
  const isGroupMeant = book.groups.length > 0 && !value.includes("/");
  return { ...problem, ...say(isGroupMeant ? "groupUnknown" : "channelUnknown", { value, choices: names }) };
}
