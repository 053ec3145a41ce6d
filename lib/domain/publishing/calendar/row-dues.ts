import type { Channel } from "../../accounts/channel.ts";
import type { ColumnValues } from "./columns.ts";
import { type DueAt, readDueAt } from "./dates/due-at.ts";
import type { Read } from "./dates/read-date.ts";
import { readTimeZone } from "./dates/time-zone.ts";
import type { MessageName, Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import { MOST_OCCURRENCES, type Occurrence, occurrencesOf } from "./repeat/occurrences.ts";
import { type Repeat, readRepeat } from "./repeat/read-repeat.ts";
import type { CalendarRow } from "./row.ts";
import type { PlanContext } from "./row-plan.ts";
import { localMinute } from "./slots/slot-instants.ts";

/** When a row goes out, channel by channel. */
export interface RowDues {
  readonly of: (channel: Channel) => ChannelDue;
  /** What keeps the row back on all of its channels, or is worth a note. */
  readonly problems: readonly CellProblem[];
}

export interface ChannelDue {
  readonly due: DueAt;
  /** Of a row that repeats: each time that it goes out. */
  readonly occurrences?: readonly Occurrence[];
}

interface Place {
  readonly defaultTimeZone: string;
  readonly hasSlots: boolean;
}

/** What the cells say in one place, and what is wrong with that. */
type PlaceDue = ChannelDue & Pick<RowDues, "problems">;

/**
 * Channels may have time zones and slots of their own; a date that is wrong is told once. Where other channels of the row
 * have slots, a channel without them keeps only itself back.
 */
export function readDues({ values }: CalendarRow, channels: readonly Channel[], context: PlanContext): RowDues {
  const { dateOrder: order, say } = context;
  const repeat = values.repeat === "" ? undefined : readRepeat(values.repeat, { order, say });
  const placeOf = (channel?: Channel): Place => ({
    defaultTimeZone: context.fileTimeZone ?? channel?.timeZone ?? context.defaultTimeZone,
    // What repeats says itself at what time.
    hasSlots: channel !== undefined && repeat === undefined && context.slots.has(channel.channelId),
  });
  const byPlace = new Map<string, PlaceDue>();
  for (const place of channels.length > 0 ? channels.map(placeOf) : [placeOf()]) {
    if (!byPlace.has(keyOf(place))) byPlace.set(keyOf(place), readPlace(values, place, { repeat, context }));
  }
  const wrongRepeat = repeat && "problem" in repeat ? [repeat.problem] : [];
  return {
    of: (channel) => byPlace.get(keyOf(placeOf(channel))) ?? { due: { problems: [] } },
    problems: [...sharedProblems([...byPlace.values()]), ...wrongRepeat],
  };
}

interface Repeated {
  readonly repeat: Read<Repeat> | undefined;
  readonly context: PlanContext;
}

function readPlace(values: ColumnValues, place: Place, { repeat, context }: Repeated): PlaceDue {
  const due = readDueAt(values, { order: context.dateOrder, say: context.say, ...place });
  if ("problems" in due) return { due, problems: due.problems };
  if (!repeat || !("value" in repeat) || !("dueAt" in due)) return { due, problems: [] };
  const zone = readTimeZone(values.timezone === "" ? place.defaultTimeZone : values.timezone, context.say);
  // A zone that cannot be read is a problem of the date already.
  if (!("value" in zone)) return { due, problems: [] };
  const about = { column: "repeat", value: values.repeat };
  const read = readOccurrences(occurrencesOf(repeat.value, due.dueAt, zone.value), {
    about,
    zone: zone.value,
    say: context.say,
  });
  return { due, ...read };
}

function keyOf({ defaultTimeZone, hasSlots }: Place): string {
  return `${defaultTimeZone} ${hasSlots}`;
}

function sharedProblems(dues: readonly PlaceDue[]): readonly CellProblem[] {
  const isSlotWanted = dues.some(({ due }) => "slotOn" in due);
  const shared = new Map<string, CellProblem>();
  for (const { due, problems } of dues) {
    if ("problems" in due && due.lacksTime && isSlotWanted) continue;
    for (const problem of problems) shared.set(problem.problem, problem);
  }
  return [...shared.values()];
}

interface Telling {
  readonly about: { readonly column: string; readonly value: string };
  readonly zone: string;
  readonly say: Say;
}

/** What is wrong with the times of a row that repeats, or how many they are. */
function readOccurrences(
  occurrences: readonly Occurrence[] | undefined,
  { about, zone, say }: Telling,
): Pick<PlaceDue, "occurrences" | "problems"> {
  const refused = (name: MessageName, values = {}) => ({
    problems: [{ ...about, ...say(name, { value: about.value, ...values }) }],
  });
  if (!occurrences) return refused("repeatUnreadable");
  const [first, last] = [occurrences[0], occurrences.at(-1)];
  if (!first || !last) return refused("repeatNever");
  if (occurrences.length > MOST_OCCURRENCES) return refused("repeatTooOften", { most: MOST_OCCURRENCES });
  const shown = ({ dueAt }: Occurrence) => localMinute(dueAt, zone);
  const wording = say("repeatMakes", { count: occurrences.length, first: shown(first), last: shown(last) });
  return { occurrences, problems: [{ ...about, ...wording, severity: "warning" }] };
}
