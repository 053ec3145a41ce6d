import pLimit from "p-limit";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { type CalendarProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { PostQuota } from "#lib/networks/network.ts";
import type { DonePost, DoneRow } from "../done-row.ts";
import { LatestNotes } from "../latest-notes.ts";
import type { NetworkFinder } from "../ports.ts";
import type { CountedPost, PlannedDays } from "./ports.ts";
import { dayOf, halfOf, spanOf, windowOf } from "./window.ts";

export interface QuotaServices {
  readonly calendar: string;
  readonly channels: readonly Channel[];
  readonly findNetwork: NetworkFinder;
  readonly say: Say;
  /** Undefined where nobody can be asked: then the file is all that counts. */
  readonly planned: PlannedDays | undefined;
}

/** Others are asked for once the file alone has this part of what a network takes: few files ever have. */
const ASKED_FROM = 1 / 10;

/** Days that are asked for at the same time. */
const LANES = 10;

/**
 * Warns of more posts than a network takes in a while, over all calendars. A day is asked for once. In constant memory:
 * what lies far behind in the file is forgotten, and then not warned of.
 */
export class QuotaChecks {
  readonly #services: QuotaServices;
  /** The channels that a network sets a limit to. */
  readonly #limited: ReadonlySet<string>;
  /** Posts of the file, by window and half. */
  readonly #own = new Map<string, CountedWindow["counts"]>();
  /** The windows that posts of a channel are counted in. */
  readonly #windows = new Map<string, readonly CountedWindow[]>();
  /** Posts of other calendars: by day, then by window and half. */
  readonly #others = new LatestNotes<number, ReadonlyMap<string, number>>(400);

  constructor(services: QuotaServices) {
    this.#services = services;
    const limited = services.channels.filter(({ network }) => this.#quotasOf(network).length > 0);
    this.#limited = new Set(limited.map(({ channelId }) => channelId));
  }

  /** @param rows the next ones of the file. */
  async warn(rows: readonly DoneRow[]): Promise<readonly DoneRow[]> {
    const counted = rows.map((row) => this.#countRow(row));
    if (counted.every((crowds) => crowds === NONE)) return rows;
    await this.#ask(counted);
    return rows.map((row, index) => {
      const crowdsOfRow = counted[index] ?? NONE;
      if (crowdsOfRow === NONE) return row;
      const { line } = row.plan.row;
      const problems = crowdsOfRow.flatMap((crowds) => this.#judge(crowds, line) ?? []);
      if (problems.length === 0) return row;
      return { ...row, plan: { ...row.plan, problems: [...row.plan.problems, ...problems] } };
    });
  }

  /** @returns the crowds that each of its posts is in; only of posts that are in one. */
  #countRow({ posts }: DoneRow): readonly (readonly Crowd[])[] {
    let crowded = NONE;
    for (const post of posts) {
      const crowds = this.#countPost(post);
      if (crowds !== NO_CROWD) crowded = [...crowded, crowds];
    }
    return crowded;
  }

  #countPost({ publication, result }: DonePost): readonly Crowd[] {
    const { channel, dueAt, followUp } = publication;
    // What another calendar has, or what came to nothing, does not go out for this one.
    if (followUp || result.outcome === "planned-elsewhere" || result.outcome === "called-off") return NO_CROWD;
    const asked = this.#services.planned ? ASKED_FROM : 1;
    let crowds = NO_CROWD;
    for (const { quota, window, counts } of this.#windowsOf(channel)) {
      const half = halfOf(dueAt, quota);
      const own = (counts.get(half) ?? 0) + 1;
      counts.set(half, own);
      const [before, after] = [counts.get(half - 1) ?? 0, counts.get(half + 1) ?? 0];
      if (own + Math.max(before, after) <= quota.postCount * asked) continue;
      crowds = [...crowds, { channel, quota, window, half, own: { before, here: own, after } }];
    }
    return crowds;
  }

  async #ask(counted: readonly (readonly (readonly Crowd[])[])[]): Promise<void> {
    const { planned, calendar } = this.#services;
    if (!planned) return;
    const crowds = counted.flat(2);
    const days = crowds.flatMap(({ half, quota }) => [half - 1, half, half + 1].map((each) => dayOf(each, quota)));
    const unknown = [...new Set(days)].filter((day) => this.#others.get(day) === undefined);
    const wanted = { calendar, channelIds: this.#limited };
    await pLimit(LANES).map(unknown, async (day) => {
      this.#others.set(day, this.#countOthers(await planned.ofOthers(new Date(day), wanted)));
    });
  }

  #countOthers(posts: readonly CountedPost[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const post of posts) {
      for (const quota of this.#quotasOf(post.network)) {
        const key = keyOf({ window: windowOf(post, quota), half: halfOf(post.dueAt, quota) });
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** One problem for a post is enough, whatever other limits it breaks. */
  #judge(crowds: readonly Crowd[], line: number): CalendarProblem | undefined {
    for (const { channel, quota, window, half, own } of crowds) {
      const othersIn = (each: number) => this.#others.get(dayOf(each, quota))?.get(keyOf({ window, half: each })) ?? 0;
      const before = { own: own.before, others: othersIn(half - 1) };
      const after = { own: own.after, others: othersIn(half + 1) };
      const beside = before.own + before.others > after.own + after.others ? before : after;
      const others = othersIn(half) + beside.others;
      const count = own.here + beside.own + others;
      if (count <= quota.postCount) continue;
      const whose = quota.scope === "app" ? channel.network : channel.channelId;
      const values = { whose, count, others, limit: quota.postCount, span: spanOf(quota) };
      const wording = this.#services.say(others > 0 ? "quotaShared" : "quotaExceeded", values);
      return onLine(line, { column: "date", ...wording, channelId: channel.channelId, severity: "warning" });
    }
    return undefined;
  }

  #quotasOf(network: string): readonly PostQuota[] {
    return this.#services.findNetwork(network)?.limits?.quotas ?? [];
  }

  #windowsOf(channel: Channel): readonly CountedWindow[] {
    const known = this.#windows.get(channel.channelId);
    if (known) return known;
    const windows = this.#quotasOf(channel.network).map((quota) => {
      const window = windowOf(channel, quota);
      const counts = this.#own.get(window) ?? new LatestNotes<number, number>(1_000);
      this.#own.set(window, counts);
      return { quota, window, counts };
    });
    this.#windows.set(channel.channelId, windows);
    return windows;
  }
}

interface CountedWindow {
  readonly quota: PostQuota;
  readonly window: string;
  readonly counts: LatestNotes<number, number>;
}

const NO_CROWD: readonly Crowd[] = [];

const NONE: readonly (readonly Crowd[])[] = [];

/** A window in which a post may be one too many, when it was counted. */
interface Crowd {
  readonly channel: Pick<Channel, "channelId" | "network">;
  readonly quota: PostQuota;
  readonly window: string;
  readonly half: number;
  /** The file's own posts in the half, and in those beside it. */
  readonly own: { readonly before: number; readonly here: number; readonly after: number };
}

function keyOf({ window, half }: Pick<Crowd, "window" | "half">): string {
  return `${window} ${half}`;
}
