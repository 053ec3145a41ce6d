import { hash } from "node:crypto";
import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { type CellProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { Limits, PostQuota } from "#lib/networks/network.ts";
import { LatestNotes } from "./latest-notes.ts";
import type { PlannedRow } from "./planned-row.ts";
import type { NetworkFinder, PlannedPublication } from "./ports.ts";

/** Followers who see the same words twice in so short a time take it for a mistake. */
const SOON_MS = 3 * 24 * 60 * 60_000;

/**
 * What only shows over many rows: more posts than a network takes in a while, and words that come twice. It warns and
 * keeps nothing back. In constant memory: what lies far behind in the file is forgotten, and then not warned of.
 */
export class FlightChecks {
  readonly #findNetwork: NetworkFinder;
  readonly #say: Say;
  /** Of each channel, or network, and length of a window: posts by half of the window. */
  readonly #counts = new LatestNotes<string, LatestNotes<number, number>>(1_000);
  /** The last row with the same words, by channel and by network. */
  readonly #texts = new LatestNotes<string, Said>(25_000);

  constructor(findNetwork: NetworkFinder, say: Say) {
    this.#findNetwork = findNetwork;
    this.#say = say;
  }

  warn(row: PlannedRow): PlannedRow {
    const { line } = row.plan.row;
    const problems = row.publications.flatMap((post) => this.#judge(post, line));
    if (problems.length === 0) return row;
    return { ...row, plan: { ...row.plan, problems: [...row.plan.problems, ...problems] } };
  }

  #judge(post: PlannedPublication, line: number) {
    const limits = this.#findNetwork(post.channel.network)?.limits;
    if (!limits || post.followUp) return [];
    const found = [...this.#judgeQuotas(post, limits.quotas), ...this.#judgeText(post, line, limits)];
    const { channelId } = post.channel;
    return found.map((problem) => onLine(line, { ...problem, channelId, severity: "warning" }));
  }

  #judgeQuotas({ channel, dueAt }: PlannedPublication, quotas: readonly PostQuota[]): readonly CellProblem[] {
    for (const { postCount, windowMs, scope } of quotas) {
      const whose = scope === "app" ? channel.network : channel.channelId;
      // Two halves in a row are one window: what is counted too much in them is too much, whatever lies beside them.
      const half = Math.floor(dueAt.getTime() / (windowMs / 2));
      const counts = this.#countsOf(`${whose} ${windowMs}`);
      const count = (counts.get(half) ?? 0) + 1;
      counts.set(half, count);
      const beside = Math.max(counts.get(half - 1) ?? 0, counts.get(half + 1) ?? 0);
      if (count + beside <= postCount) continue;
      const values = { whose, count: count + beside, limit: postCount, span: spanOf(windowMs) };
      return [{ column: "date", ...this.#say("quotaExceeded", values) }];
    }
    return [];
  }

  #countsOf(whose: string): LatestNotes<number, number> {
    const known = this.#counts.get(whose);
    if (known) return known;
    const counts = new LatestNotes<number, number>(1_000);
    this.#counts.set(whose, counts);
    return counts;
  }

  #judgeText({ channel, dueAt, draft }: PlannedPublication, line: number, limits: Limits): readonly CellProblem[] {
    const words = fingerprint(draft.text);
    if (words === undefined) return [];
    const { channelId, network } = channel;
    const here = this.#texts.note(`${channelId} ${words}`, { channelId, dueAt, line });
    const anywhere = limits.forbidsSameTextElsewhere
      ? this.#texts.note(`${network} ${words}`, { channelId, dueAt, line })
      : undefined;
    const elsewhere = anywhere?.channelId === channelId ? undefined : anywhere;
    // A row that comes again and again was meant to.
    const isSoon = here && here.line !== line && Math.abs(dueAt.getTime() - here.dueAt.getTime()) <= SOON_MS;
    return [
      ...(isSoon ? [{ column: "text", ...this.#say("textSoonAgain", { line: here.line }) }] : []),
      ...(elsewhere ? [{ column: "text", ...this.#say("textElsewhere", { channel: elsewhere.channelId }) }] : []),
    ];
  }
}

/** Understood in either language. */
function spanOf(ms: number): string {
  const minutes = ms / 60_000;
  return minutes >= 60 ? `${minutes / 60} h` : `${minutes} min`;
}

interface Said {
  readonly channelId: string;
  readonly dueAt: Date;
  readonly line: number;
}

/** Links are tagged for each post: the words count. */
function fingerprint(text: string): string | undefined {
  const unlinked = text.includes("://") ? text.replaceAll(/https?:\/\/\S+/gi, "") : text;
  const words = unlinked.replaceAll(/\s\s+/g, " ").trim();
  return words === "" ? undefined : hash("sha1", words, "base64url");
}
