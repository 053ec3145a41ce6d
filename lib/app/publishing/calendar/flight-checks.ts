import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { allOf, type CalendarProblem, type CellProblem, onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { fingerprintOf, NO_WORDS, saidBy } from "./fingerprint.ts";
import { LatestTexts } from "./latest-texts.ts";
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
  readonly #speakers = new Map<string, Speaker>();
  /** Channels and networks by number. */
  readonly #names: string[] = [];
  /** A row says the same on most of its channels. */
  #last = { text: "", fingerprint: NO_WORDS };

  constructor(findNetwork: NetworkFinder, say: Say) {
    this.#findNetwork = findNetwork;
    this.#say = say;
  }

  warn(row: PlannedRow): PlannedRow {
    const { line } = row.plan.row;
    const problems: CalendarProblem[] = [];
    for (const post of row.publications) {
      const { channelId } = post.channel;
      for (const problem of this.#judge(post, line))
        problems.push(onLine(line, { ...problem, channelId, severity: "warning" }));
    }
    if (problems.length === 0) return row;
    return { ...row, plan: { ...row.plan, problems: [...row.plan.problems, ...problems] } };
  }

  #judge({ channel, dueAt, draft, followUp }: PlannedPublication, line: number): readonly CellProblem[] {
    const speaker = followUp ? undefined : this.#speakerOf(channel);
    if (!speaker) return NONE;
    const fingerprint = this.#fingerprintOf(draft.text);
    if (fingerprint === NO_WORDS) return NONE;
    const said = { channel: speaker.channel, dueAtMs: dueAt.getTime(), line };
    const here = this.#texts.note(saidBy(speaker.channel, fingerprint), said);
    const anywhere =
      speaker.network === undefined ? undefined : this.#texts.note(saidBy(speaker.network, fingerprint), said);
    if (!here && !anywhere) return NONE;
    const elsewhere = anywhere?.channel === speaker.channel ? undefined : anywhere;
    // A row that comes again and again was meant to.
    const isSoon = here && here.line !== line && Math.abs(said.dueAtMs - here.dueAtMs) <= SOON_MS;
    return allOf(
      isSoon ? [{ column: "text", ...this.#say("textSoonAgain", { line: here.line }) }] : [],
      elsewhere
        ? [{ column: "text", ...this.#say("textElsewhere", { channel: this.#names[elsewhere.channel] ?? "" }) }]
        : [],
    );
  }

  #fingerprintOf(text: string): number {
    if (this.#last.text !== text) this.#last = { text, fingerprint: fingerprintOf(unlinked(text)) };
    return this.#last.fingerprint;
  }

  /** Undefined when nobody knows what its network takes. */
  #speakerOf({ channelId, network }: PlannedPublication["channel"]): Speaker | undefined {
    const known = this.#speakers.get(channelId);
    if (known) return known;
    const limits = this.#findNetwork(network)?.limits;
    if (!limits) return undefined;
    const speaker = {
      channel: this.#numberOf(channelId),
      network: limits.forbidsSameTextElsewhere ? this.#numberOf(network) : undefined,
    };
    this.#speakers.set(channelId, speaker);
    return speaker;
  }

  #numberOf(name: string): number {
    const known = this.#names.indexOf(name);
    return known === -1 ? this.#names.push(name) - 1 : known;
  }
}

/** A channel by its number. */
interface Speaker {
  readonly channel: number;
  /** The number of its network, when that forbids the same words on two of its channels. */
  readonly network: number | undefined;
}

const NONE: readonly never[] = [];

/** Links are tagged for each post: the words count. */
function unlinked(text: string): string {
  return text.includes("://") ? text.replaceAll(/https?:\/\/\S+/gi, "") : text;
}
