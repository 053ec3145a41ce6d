import type { Channel } from "../../accounts/channel.ts";
import type { ColumnValues } from "./columns.ts";
import { type DueAt, readDueAt } from "./dates/due-at.ts";
import type { Read } from "./dates/read-date.ts";
import { readTimeZone } from "./dates/time-zone.ts";
import type { MessageName } from "./messages/catalogue.ts";
import type { Say } from "./messages/say.ts";
import { allOf, type CellProblem } from "./problem.ts";
import { MOST_OCCURRENCES, type Occurrence, occurrencesOf } from "./repeat/occurrences.ts";
import { type Repeat, readRepeat } from "./repeat/read-repeat.ts";
import type { CalendarRow } from "./row.ts";
import type { PlanContext } from "./row-plan.ts";
import { localMinute } from "./slots/slot-instants.ts";

/** When a row goes out. */
export interface RowDues {
  /** In the order of the channels. */
  readonly byChannel: readonly ChannelDue[];
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
type PlaceDue = ChannelDue & Place & Pick<RowDues, "problems">;

/**
 * Channels may have time zones and slots of their own; a date that is wrong is told once. Where other channels of the row
 * have slots, a channel without them keeps only itself back.
 */
export function readDues({ values }: CalendarRow, channels: readonly Channel[], context: PlanContext): RowDues {
  const repeat =
    values.repeat === "" ? undefined : readRepeat(values.repeat, { order: context.dateOrder, say: context.say });
  // Most channels are in the same place: there the cells are read once.
  const places: PlaceDue[] = [];
  const dueOf = (channel?: Channel): PlaceDue => {
    const defaultTimeZone = context.fileTimeZone ?? channel?.timeZone ?? context.defaultTimeZone;
    // What repeats says itself at what time.
    const hasSlots = channel !== undefined && repeat === undefined && context.slots.has(channel.channelId);
    const known = places.find((place) => place.defaultTimeZone === defaultTimeZone && place.hasSlots === hasSlots);
    if (known) return known;
    const place = readPlace(values, { defaultTimeZone, hasSlots }, { repeat, context });
    places.push(place);
    return place;
  };
  const byChannel = channels.map(dueOf);
  if (channels.length === 0) dueOf();
  const wrongRepeat = repeat && "problem" in repeat ? [repeat.problem] : [];
  return { byChannel, problems: allOf(sharedProblems(places), wrongRepeat) };
}

interface Repeated {
  readonly repeat: Read<Repeat> | undefined;
  readonly context: PlanContext;
}

function readPlace(values: ColumnValues, place: Place, { repeat, context }: Repeated): PlaceDue {
  const { defaultTimeZone, hasSlots } = place;
  const { dateOrder: order, say } = context;
  const due = readDueAt(values, { order, say, defaultTimeZone, hasSlots });
  if ("problems" in due) return { ...place, due, problems: due.problems };
  if (!repeat || !("value" in repeat) || !("dueAt" in due)) return { defaultTimeZone, hasSlots, due, problems: [] };
  const zone = readTimeZone(values.timezone === "" ? defaultTimeZone : values.timezone, say);
  // A zone that cannot be read is a problem of the date already.
  if (!("value" in zone)) return { ...place, due, problems: [] };
  const about = { column: "repeat", value: values.repeat };
  const read = readOccurrences(occurrencesOf(repeat.value, due.dueAt, zone.value), { about, zone: zone.value, say });
  return { ...place, due, ...read };
}

function sharedProblems(dues: readonly PlaceDue[]): readonly CellProblem[] {
  if (dues.every(({ problems }) => problems.length === 0)) return [];
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
