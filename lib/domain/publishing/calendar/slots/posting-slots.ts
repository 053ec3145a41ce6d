import { type Clock, readClock } from "../dates/written-time.ts";

/** When a channel likes to post: times of day by weekday, on the clocks of the channel's time zone. */
export type PostingSlots = readonly PostingSlot[];

export interface PostingSlot extends Clock {
  /** 1 is Monday, 7 Sunday: as Temporal counts. */
  readonly weekday: number;
}

/** The first two letters say which, in English and in French; `di` and `lu` are French, `tu` and `th` English. */
const WEEKDAYS: readonly RegExp[] = [
  /^(mon(day)?|lun(di)?)s?$/,
  /^(tue(s|sday)?|mar(di)?)s?$/,
  /^(wed(nesday)?|mer(credi)?)s?$/,
  /^(thu(r|rs|rsday)?|jeu(di)?)s?$/,
  /^(fri(day)?|ven(dredi)?)s?$/,
  /^(sat(urday)?|sam(edi)?)s?$/,
  /^(sun(day)?|dim(anche)?)s?$/,
];

const EVERY_DAY = /^(daily|every ?day|tous les jours|chaque jour)$/;

/** More than a day's worth of posts on one channel is a slip of the pen. */
const MOST_SLOTS = 200;

/**
 * Reads `mon-fri 09:20, 14:10; sat 10:00` (`lun-ven 9h20, 14h10; sam 10h`, `daily 18:00`): parts separated by `;`, each
 * of them days and then times.
 *
 * @returns the slots in the order of the week, or the part that cannot be read.
 */
export function readSlots(written: string): PostingSlots | { readonly unreadable: string } {
  const slots: PostingSlot[] = [];
  for (const part of written.split(/[;\n]/).map((each) => each.trim())) {
    if (part === "") continue;
    const read = readPart(part.toLowerCase());
    if (!read) return { unreadable: part };
    slots.push(...read);
  }
  const inOrder = new Map(slots.sort(byWeek).map((slot) => [`${slot.weekday} ${clockOf(slot)}`, slot]));
  if (inOrder.size === 0 || inOrder.size > MOST_SLOTS) return { unreadable: written };
  return [...inOrder.values()];
}

function readPart(part: string): readonly PostingSlot[] | undefined {
  const [, days = "", times = ""] = /^(\D+?)[\s:]*(\d.*)$/.exec(part) ?? [];
  const weekdays = readDays(days);
  // A comma or a blank separates times, but "9 h 20" and "5 pm" are one.
  const clocks = times.split(/\s*,\s*|\s+(?=\d{1,2}\s*[:h])/).map(readClock);
  if (!weekdays || clocks.length === 0) return undefined;
  const slots: PostingSlot[] = [];
  for (const clock of clocks) {
    if (!clock) return undefined;
    slots.push(...weekdays.map((weekday) => ({ weekday, ...clock })));
  }
  return slots;
}

function readDays(written: string): readonly number[] | undefined {
  if (EVERY_DAY.test(written.trim())) return [1, 2, 3, 4, 5, 6, 7];
  const days: number[] = [];
  for (const part of written.split(/[\s,&]+|\bet\b|\band\b/).filter((each) => each !== "")) {
    const [first = 0, last = first, ...others] = part.split(/[-–]/).map(weekdayOf);
    if (first === 0 || last === 0 || others.length > 0) return undefined;
    // `sat-mon` goes round the end of the week.
    for (let day = first; ; day = (day % 7) + 1) {
      days.push(day);
      if (day === last) break;
    }
  }
  return days.length > 0 ? days : undefined;
}

/** 0 for what is no weekday. */
function weekdayOf(name: string): number {
  return WEEKDAYS.findIndex((pattern) => pattern.test(name.replace(/\.$/, ""))) + 1;
}

function byWeek(one: PostingSlot, other: PostingSlot): number {
  return one.weekday - other.weekday || clockOf(one).localeCompare(clockOf(other));
}

const NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** As `readSlots` reads it, days with the same times together. */
export function writeSlots(slots: PostingSlots): string {
  const times = Map.groupBy(slots, ({ weekday }) => weekday);
  const days = Map.groupBy(times.keys(), (weekday) => times.get(weekday)?.map(clockOf).join(", ") ?? "");
  return [...days].map(([clocks, weekdays]) => `${daysIn(weekdays)} ${clocks}`).join("; ");
}

function daysIn(weekdays: readonly number[]): string {
  const [first = 1, last = first] = [weekdays[0], weekdays.at(-1)];
  const name = (weekday: number) => NAMES[weekday - 1];
  const isRun = weekdays.length > 2 && last - first + 1 === weekdays.length;
  return isRun ? `${name(first)}-${name(last)}` : weekdays.map(name).join(",");
}

function clockOf({ hour, minute, second }: Clock): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return [hour, minute, ...(second === 0 ? [] : [second])].map(two).join(":");
}
