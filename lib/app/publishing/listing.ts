import type { DueIndex, OverEntry, PublicationArchive } from "./ports.ts";

/** In a crowd at the very same instant only the first so many are looked at: enough for the same file under another name. */
const CROWD = 1_000;

/** The same for all that is over on one day. */
const DAY_CROWD = 20_000;

const HOUR_MS = 60 * 60_000;

/** From so many instants in an hour on, they are asked for together. */
const DENSE = 5;

/** When an hour holds so many entries, each instant is asked for alone after all. */
const HOUR_CROWD = 5_000;

interface Listed {
  readonly publicationId: string;
  readonly channelId: string;
}

interface Wanted {
  /** Until then something may be out already. */
  readonly overUntil: Date;
  /** All that will be asked for. */
  readonly instants: readonly Date[];
}

/**
 * What is listed at some instants: those that wait by their instant, those that are out by their day. A calendar with a
 * post per minute has as many instants as rows: those of one hour are asked for together.
 */
export class Listing {
  readonly #index: Pick<DueIndex, "due"> & PublicationArchive;
  readonly #overUntil: Date;
  readonly #wanted: ReadonlyMap<number, readonly Date[]>;
  readonly #hours = new Map<number, Promise<ReadonlyMap<number, readonly Listed[]> | undefined>>();
  readonly #days = new Map<string, Promise<readonly OverEntry[]>>();

  constructor(index: Pick<DueIndex, "due"> & PublicationArchive, { overUntil, instants }: Wanted) {
    this.#index = index;
    this.#overUntil = overUntil;
    this.#wanted = Map.groupBy(instants, hourOf);
  }

  async at(instant: Date): Promise<readonly Listed[]> {
    const waiting = await this.#waitingAt(instant);
    if (instant > this.#overUntil) return waiting;
    const day = instant.toISOString().slice(0, 10);
    const over = this.#days.get(day) ?? firstOf(this.#index.over(instant), DAY_CROWD);
    this.#days.set(day, over);
    return [...waiting, ...(await over).filter(({ dueAt }) => dueAt.getTime() === instant.getTime())];
  }

  async #waitingAt(instant: Date): Promise<readonly Listed[]> {
    const hour = hourOf(instant);
    const wanted = this.#wanted.get(hour) ?? [];
    if (wanted.length >= DENSE) {
      const asked = this.#hours.get(hour) ?? this.#askTogether(wanted);
      this.#hours.set(hour, asked);
      const listed = await asked;
      if (listed) return listed.get(instant.getTime()) ?? [];
    }
    return await firstOf(this.#index.due(instant, justAfter(instant)), CROWD);
  }

  /** @returns undefined in an hour with a crowd. */
  async #askTogether(instants: readonly Date[]): Promise<ReadonlyMap<number, readonly Listed[]> | undefined> {
    const inOrder = instants.toSorted((one, other) => one.getTime() - other.getTime());
    const [first, last] = [inOrder[0], inOrder.at(-1)];
    if (!first || !last) return undefined;
    const entries = await firstOf(this.#index.due(first, justAfter(last)), HOUR_CROWD);
    return entries.length < HOUR_CROWD ? Map.groupBy(entries, ({ nextStepAt }) => nextStepAt.getTime()) : undefined;
  }
}

function hourOf(instant: Date): number {
  return Math.floor(instant.getTime() / HOUR_MS);
}

function justAfter(instant: Date): Date {
  return new Date(instant.getTime() + 1);
}

async function firstOf<Entry>(pages: AsyncIterable<readonly Entry[]>, most: number): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const page of pages) {
    entries.push(...page.slice(0, most - entries.length));
    if (entries.length >= most) break;
  }
  return entries;
}
