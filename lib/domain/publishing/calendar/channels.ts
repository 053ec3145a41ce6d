import { type Channel, chooseChannel } from "../../accounts/channel.ts";
import type { Say } from "./messages/say.ts";
import { nearest } from "./nearest.ts";
import type { CellProblem } from "./problem.ts";

export interface ChannelsRead {
  /** Each once, in the order written. */
  readonly channels: readonly Channel[];
  readonly problems: readonly CellProblem[];
}

/** Reads the cell `channels`: one or several, separated by `;`, `,` or `|`. */
export function readChannels(written: string, configured: readonly Channel[], say: Say): ChannelsRead {
  const names = written
    .split(/[;,|\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return { channels: [], problems: [emptyProblem(configured, say)] };
  const found = new Map<string, Channel>();
  const problems: CellProblem[] = [];
  for (const name of names) {
    const choice = chooseChannel(name, configured);
    if ("found" in choice) found.set(choice.found.channelId, choice.found);
    else problems.push(notChosen(name, choice, say));
  }
  return { channels: [...found.values()], problems };
}

function emptyProblem(configured: readonly Channel[], say: Say): CellProblem {
  const choices = configured.map((channel) => channel.channelId);
  return { column: "channels", ...say("channelEmpty", { choices }) };
}

type NotChosen = Exclude<ReturnType<typeof chooseChannel>, { found: Channel }>;

function notChosen(value: string, choice: NotChosen, say: Say): CellProblem {
  const { choices } = choice;
  const problem = { column: "channels", value };
  if ("ambiguous" in choice) {
    return { ...problem, ...say("channelAmbiguous", { value, count: choices.length, choices }) };
  }
  const similar = nearest(value, [...choices, ...choices.map((choice) => choice.split("/")[0] ?? choice)]);
  const wording = similar ? say("channelMisspelt", { value, similar }) : say("channelUnknown", { value, choices });
  return { ...problem, ...wording };
}
