import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { allOf, type CalendarProblem, type CellProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { Limits } from "#lib/networks/network.ts";
import { fingerprintOf, LatestTexts, NO_WORDS } from "./latest-texts.ts";
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
  readonly #texts = new LatestTexts();
  /** Channels and networks by number, and their numbers. */
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(findNetwork: NetworkFinder, say: Say) {
    this.#findNetwork = findNetwork;
    this.#say = say;
  }

  warn(row: PlannedRow): PlannedRow {
    const { line } = row.plan.row;
    const problems = allOf(...row.publications.map((post) => this.#judge(post, line)));
    if (problems.length === 0) return row;
    return { ...row, plan: { ...row.plan, problems: [...row.plan.problems, ...problems] } };
  }

  #judge(post: PlannedPublication, line: number): readonly CalendarProblem[] {
    const limits = this.#findNetwork(post.channel.network)?.limits;
    if (!limits || post.followUp) return [];
    const { channelId } = post.channel;
    return this.#judgeText(post, line, limits).map((problem) =>
      onLine(line, { ...problem, channelId, severity: "warning" }),
    );
  }

  #judgeText({ channel, dueAt, draft }: PlannedPublication, line: number, limits: Limits): readonly CellProblem[] {
    const words = unlinked(draft.text);
    const own = this.#numberOf(channel.channelId);
    const fingerprint = fingerprintOf(words, own);
    if (fingerprint === NO_WORDS) return [];
    const said = { channel: own, dueAtMs: dueAt.getTime(), line };
    const here = this.#texts.note(fingerprint, said);
    const anywhere = limits.forbidsSameTextElsewhere
      ? this.#texts.note(fingerprintOf(words, this.#numberOf(channel.network)), said)
      : undefined;
    const elsewhere = anywhere?.channel === own ? undefined : anywhere;
    // A row that comes again and again was meant to.
    const isSoon = here && here.line !== line && Math.abs(said.dueAtMs - here.dueAtMs) <= SOON_MS;
    return allOf(
      isSoon ? [{ column: "text", ...this.#say("textSoonAgain", { line: here.line }) }] : [],
      elsewhere
        ? [{ column: "text", ...this.#say("textElsewhere", { channel: this.#names[elsewhere.channel] ?? "" }) }]
        : [],
    );
  }
  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }
}

/** Links are tagged for each post: the words count. */
function unlinked(text: string): string {
  return text.includes("://") ? text.replaceAll(/https?:\/\/\S+/gi, "") : text;
}
