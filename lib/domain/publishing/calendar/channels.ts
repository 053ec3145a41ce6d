import { type Channel, chooseChannel } from "../../accounts/channel.ts";
import { nearest } from "./nearest.ts";
import { type CellProblem, quote } from "./problem.ts";

export interface ChannelsRead {
  /** Each once, in the order written. */
  readonly channels: readonly Channel[];
  readonly problems: readonly CellProblem[];
}

/** Reads the cell `channels`: one or several, separated by `;` or `,`. */
export function readChannels(written: string, configured: readonly Channel[]): ChannelsRead {
  const names = written
    .split(/[;,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return { channels: [], problems: [emptyProblem(configured)] };
  const found = new Map<string, Channel>();
  const problems: CellProblem[] = [];
  for (const name of names) {
    const choice = chooseChannel(name, configured);
    if ("found" in choice) found.set(choice.found.channelId, choice.found);
    else problems.push(notChosen(name, choice));
  }
  return { channels: [...found.values()], problems };
}

function emptyProblem(configured: readonly Channel[]): CellProblem {
  const choices = configured.map((channel) => channel.channelId);
  return { column: "channels", problem: "no channel is named", remedy: `Write one or several of: ${list(choices)}.` };
}

function notChosen(name: string, choice: Exclude<ReturnType<typeof chooseChannel>, { found: Channel }>): CellProblem {
  const { choices } = choice;
  if ("ambiguous" in choice) {
    const problem = `${quote(name)} may mean ${choices.length} channels`;
    return { column: "channels", value: name, problem, remedy: `Write which one: ${list(choices)}.` };
  }
  const similar = nearest(name, [...choices, ...choices.map((choice) => choice.split("/")[0] ?? choice)]);
  return {
    column: "channels",
    value: name,
    problem: `the channel ${quote(name)} is not configured`,
    remedy: similar ? `Did you mean ${similar}?` : `Write one of: ${list(choices)}. Or have it connected first.`,
  };
}

/** The first few, so that a stage with hundreds of channels stays readable. */
function list(choices: readonly string[]): string {
  if (choices.length === 0) return "(none is connected yet)";
  const shown = choices.slice(0, 10).join(", ");
  return choices.length > 10 ? `${shown} and ${choices.length - 10} more` : shown;
}
