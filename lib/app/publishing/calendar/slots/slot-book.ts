import type { WaitingPost } from "#lib/domain/publishing/calendar/row-plan.ts";
import type { CalendarSettings } from "#lib/domain/publishing/calendar/settings.ts";
import { localDay, type SlotPlace, slotsFrom, slotsOn } from "#lib/domain/publishing/calendar/slots/slot-instants.ts";
import { showTheSame } from "#lib/domain/publishing/twins.ts";
import type { ChannelSlot, PlannedInstant, PlannedInstants, SlotClaims, SlotHolder } from "./ports.ts";

export interface SlotBookOptions {
  readonly slots: CalendarSettings["slots"];
  /** Undefined where nothing is known of what is planned. */
  readonly planned?: PlannedInstants;
  /** Undefined in a dry run: it takes no slot from anybody. */
  readonly claims?: SlotClaims;
  /** The upload of the file: nothing gets a slot before it. */
  readonly from: Date;
}

/** The slot that a post gets; or, where its day has none left, the next free one after that. */
export type SlotFound = { readonly dueAt: Date } | { readonly next: Date | undefined };

/** Gives out the slots of channels while one calendar is read: in the order of its rows, each slot once. */
export class SlotBook {
  readonly #options: SlotBookOptions;
  readonly #channels = new Map<string, ChannelSlots>();

  constructor(options: SlotBookOptions) {
    this.#options = options;
  }

  /** A row says itself when it goes out: a slot at that instant is taken. */
  note(channelId: string, dueAt: Date): void {
    if (this.#options.slots.has(channelId) && dueAt >= this.#options.from)
      this.#of(channelId).taken.add(dueAt.getTime());
  }

  /**
   * A post that was planned earlier keeps its instant as long as its row names that day or none. What was taken back
   * before it went out, and whose time is over, gets a new one.
   */
  keep({ channel, slot }: WaitingPost, known: PlannedInstant): Date | undefined {
    const isOver = known.state === "cancelled" && known.dueAt < this.#options.from;
    const isOtherDay = slot.day !== undefined && localDay(known.dueAt, slot.timeZone) !== slot.day;
    if (isOver || isOtherDay) return undefined;
    this.note(channel.channelId, known.dueAt);
    return known.dueAt;
  }

  async find(post: WaitingPost): Promise<SlotFound> {
    const { channel, slot } = post;
    const { channelId } = channel;
    const isHad = (instant: Date) => this.#take({ channelId, instant }, post);
    const isFree = (instant: Date) => this.#isFree({ channelId, instant });
    const place = { slots: this.#options.slots.get(channel.channelId) ?? [], timeZone: slot.timeZone };
    const found =
      this.#sameElsewhere(post)?.dueAt ??
      (slot.day === undefined
        ? await this.#firstOfAny(channelId, place, isHad)
        : await first(slotsOn(slot.day, place), isHad));
    if (found) {
      this.note(channelId, found);
      return { dueAt: found };
    }
    if (slot.day === undefined) return { next: undefined };
    return { next: await first(this.#after(slot.day, place), isFree) };
  }

  *#after(day: string, place: SlotPlace): Generator<Date> {
    const startsAt = Math.max(Date.parse(day), this.#options.from.getTime());
    for (const instant of slotsFrom(new Date(startsAt), place)) {
      if (localDay(instant, place.timeZone) > day) yield instant;
    }
  }

  /** Slots are only ever taken while a file is read: whoever comes later need not look at the earlier ones again. */
  async #firstOfAny(channelId: string, place: SlotPlace, isHad: Test): Promise<Date | undefined> {
    const channel = this.#of(channelId);
    channel.queue ??= slotsFrom(this.#options.from, place);
    for (;;) {
      const { value, done } = channel.queue.next();
      if (done) return undefined;
      if (await isHad(value)) return value;
    }
  }

  /** Whether the slot is free, and the post's now; or taken by the very same row in another calendar. */
  async #take(slot: ChannelSlot, post: WaitingPost): Promise<boolean> {
    if (!(await this.#isFree(slot))) return this.#sameElsewhere(post)?.dueAt.getTime() === slot.instant.getTime();
    const { claims } = this.#options;
    if (!claims || (await claims.claim(slot, post.publicationId))) return true;
    this.#of(slot.channelId).taken.add(slot.instant.getTime());
    return false;
  }

  /**
   * The post that the same row has in another calendar, among those that were met while slots were looked for: a file
   * that comes under another name must not get other slots, or all of it would go out twice.
   */
  #sameElsewhere({ channel, slot, rowId, ...post }: WaitingPost): SlotHolder | undefined {
    return this.#of(channel.channelId)
      .holders.get(rowId)
      ?.find((holder) => {
        // An id alone says little where any day will do: calendars may number their rows alike.
        return slot.day === undefined ? showTheSame(holder, post) : localDay(holder.dueAt, slot.timeZone) === slot.day;
      });
  }

  async #isFree(slot: ChannelSlot): Promise<boolean> {
    const { from, planned } = this.#options;
    const { taken, holders } = this.#of(slot.channelId);
    if (slot.instant < from || taken.has(slot.instant.getTime())) return false;
    const met = (await planned?.holders(slot)) ?? [];
    if (met.length === 0) return true;
    taken.add(slot.instant.getTime());
    for (const holder of met) holders.set(holder.rowId, [...(holders.get(holder.rowId) ?? []), holder]);
    return false;
  }

  #of(channelId: string): ChannelSlots {
    const channel = this.#channels.get(channelId) ?? { taken: new Set(), holders: new Map() };
    this.#channels.set(channelId, channel);
    return channel;
  }
}

type Test = (instant: Date) => Promise<boolean>;

async function first(instants: Iterable<Date>, test: Test): Promise<Date | undefined> {
  for (const instant of instants) if (await test(instant)) return instant;
  return undefined;
}

interface ChannelSlots {
  readonly taken: Set<number>;
  /** What was met in slots that are taken, by row. */
  readonly holders: Map<string, readonly SlotHolder[]>;
  queue?: Generator<Date>;
}
