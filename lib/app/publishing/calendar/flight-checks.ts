import { hash } from "node:crypto";
import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { type CellProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { Limits } from "#lib/networks/network.ts";
import { LatestNotes } from "./latest-notes.ts";
import type { PlannedRow } from "./planned-row.ts";
import type { NetworkFinder, PlannedPublication } from "./ports.ts";

/** Followers who see the same words twice in so short a time take it for a mistake. */
const SOON_MS = 3 * 24 * 60 * 60_000;

/**
 * Words that come twice, which only shows over many rows. It warns and keeps nothing back. In constant memory: what lies
 * far behind in the file is forgotten, and then not warned of.
 */
export class FlightChecks {
  readonly #findNetwork: NetworkFinder;
  readonly #say: Say;
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
    const { channelId } = post.channel;
    return this.#judgeText(post, line, limits).map((problem) =>
      onLine(line, { ...problem, channelId, severity: "warning" }),
    );
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
