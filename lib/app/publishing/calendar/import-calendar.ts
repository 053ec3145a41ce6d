import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import { networksOf } from "#lib/domain/accounts/channel.ts";
import { type CalendarImported, PROBLEMS_IN_EVENT } from "#lib/domain/publishing/calendar/events.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import { encode } from "./encoding.ts";
import { importRows } from "./import-rows.ts";
import type { ImportSummary } from "./import-summary.ts";
import { ImportTurn, type TurnServices, TurnTakenError } from "./ledger/import-turn.ts";
import { Journal, SupersededError } from "./ledger/journal.ts";
import { earlierParts } from "./ledger/manifest.ts";
import type { ManifestStore, WithSpill } from "./ledger/ports.ts";
import { type OpenedCalendar, openCalendar } from "./open-calendar.ts";
import { underOwnName } from "./own-name.ts";
import type { PlanServices } from "./plan-calendar.ts";
import {
  type CalendarSource,
  type CalendarStore,
  type PublicationPlanner,
  reportKeyOf,
  type SettingsSource,
} from "./ports.ts";
import { refusalLines } from "./result-file.ts";
import type { Continuations, OutcomeLog } from "./resume/ports.ts";
import { OutOfTimeError, ResumedPlan } from "./resume/resumed-plan.ts";
import { Tally } from "./tally.ts";

export interface ImportServices extends Omit<PlanServices, "channels" | "settings">, TurnServices {
  readonly planner: PublicationPlanner;
  readonly calendars: CalendarStore;
  readonly manifests: ManifestStore;
  readonly withSpill: WithSpill;
  readonly outcomes: OutcomeLog;
  readonly continuations: Continuations;
  readonly channels: ChannelDirectory;
  readonly settings: SettingsSource;
  readonly events: EventPublisher;
}

export interface ImportOptions {
  /** How long this run may last still. @default as long as it likes */
  readonly remainingMs?: () => number;
  /** The upload that an earlier run was not finished with. */
  readonly continues?: string;
}

/** A batch takes a second or two; where the table slows it down, half a minute. Comparing and telling come after the last one. */
const MARGIN_MS = 90_000;

/** After so long, another try to get the turn. */
const ASKED_AGAIN_MS = 60_000;

/**
 * Imports the newest upload of a calendar: plans its good rows, cancels what it does not name any more, writes the result
 * beside it, tells the world. Safe to repeat, and to run twice at once: one import at a time has the turn. A repeated
 * import goes on where the last one stopped, and comes to the same result as one that was never disturbed.
 */
export async function importCalendar(
  key: string,
  services: ImportServices,
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const found = await services.calendars.find(key);
  const announced = found && (await underOwnName(found));
  if (!announced) return { outcome: "absent" };
  const { name } = announced;
  if (options.continues !== undefined && (await isOver(announced, options.continues, services.outcomes)))
    return { outcome: "over", calendar: name };
  const turn = await takeTurn(announced, services);
  if (turn === "taken") {
    // A message of its own, and no failure: waiting is not what the queue counts deliveries for.
    await services.continuations.send({ key, version: options.continues }, ASKED_AGAIN_MS);
    return { outcome: "waiting", calendar: name };
  }
  if (!turn) return { outcome: "imported-already", calendar: name };
  const summary = await importInTurn(key, turn, { services, options });
  // Only now that the turn is free: the run that goes on need not wait for it.
  if (summary.outcome === "paused") await services.continuations.send({ key, version: summary.version });
  return summary;
}

async function takeTurn({ name, version }: CalendarSource, services: TurnServices) {
  try {
    return await ImportTurn.take(name, version, services);
  } catch (error) {
    if (error instanceof TurnTakenError) return "taken";
    throw error;
  }
}

/** Of an upload that was replaced, or is finished, nothing is left to do: a message about it may come late, or twice. */
async function isOver({ name, version }: CalendarSource, continued: string, outcomes: OutcomeLog): Promise<boolean> {
  if (version === continued) return (await outcomes.count({ calendar: name, version })) === 0;
  await outcomes.remove({ calendar: name, version: continued });
  return true;
}

interface Run {
  readonly services: ImportServices;
  readonly options: ImportOptions;
}

async function importInTurn(key: string, turn: ImportTurn, run: Run): Promise<ImportSummary> {
  try {
    // Looked for only now: whatever is uploaded from here on is announced to an import that waits for this one.
    const found = await run.services.calendars.find(key);
    if (!found) return { outcome: "absent" };
    const source = await underOwnName(found);
    // The file was replaced by one that calls itself otherwise, and has been announced as well.
    if (source.name !== turn.calendar) return { outcome: "superseded", calendar: turn.calendar };
    return await importUpload({ key, source, turn }, run);
  } catch (error) {
    if (error instanceof SupersededError) return { outcome: "superseded", calendar: turn.calendar };
    throw error;
  } finally {
    await turn.drop();
  }
}

interface Upload {
  readonly key: string;
  readonly source: CalendarSource;
  readonly turn: ImportTurn;
}

async function importUpload(upload: Upload, run: Run): Promise<ImportSummary> {
  const { name: calendar, version } = upload.source;
  try {
    return await importWhole(upload, run);
  } catch (error) {
    if (error instanceof OutOfTimeError) return { outcome: "paused", calendar, version };
    throw error;
  }
}

async function importWhole(upload: Upload, { services, options }: Run): Promise<ImportSummary> {
  const { key, source, turn } = upload;
  const { name: calendar, version } = source;
  const tally = new Tally(PROBLEMS_IN_EVENT);
  const reportKey = reportKeyOf(source);
  const [channels, settings] = await Promise.all([services.channels.list(), services.settings.read()]);
  const read = await openCalendar(source, {
    defaults: services.defaults ?? {},
    networks: networksOf(channels),
    hasSlots: settings.slots.size > 0,
  });
  const opened = turn.isAfter(source.uploadedAt) ? refusedAsOlder(read, calendar) : read;
  const journal = new Journal(upload, services);
  const resumed = await resumedPlan(upload, journal, { services, options });
  await services.withSpill(async (spill) => {
    const earlier = earlierParts(turn.calendar, turn.earlier, services.manifests);
    const run = { tally, spill, journal, resumed, earlier, services: { ...services, channels, settings } };
    const lines = opened.ok ? importRows(source, { opened, ...run }) : refusal(opened, tally);
    const { encoding } = opened.format;
    const about = () => ({ version: source.version, refused: !opened.ok, ...tally.counts });
    await services.calendars.writeReport(reportKey, { bytes: encode(lines, encoding), encoding, about });
  });

  const detail = { key, reportKey, refused: !opened.ok, ...eventOf(calendar, tally) };
  await services.events.publish([{ type: "CalendarImported", detail }]);
  // Only now: a run that repeats this one must still find what it has to tell.
  if (opened.ok) await journal.finish();
  await (opened.ok ? services.outcomes.removeAll(calendar) : services.outcomes.remove({ calendar, version }));
  return { outcome: opened.ok ? "imported" : "refused", calendar, ...tally.counts };
}

async function resumedPlan(
  { source: { name: calendar, version }, turn }: Upload,
  journal: Journal,
  { services, options }: Run,
): Promise<ResumedPlan> {
  const { outcomes, planner } = services;
  const { remainingMs = () => Number.POSITIVE_INFINITY } = options;
  return await ResumedPlan.begin({
    upload: { calendar, version },
    outcomes,
    journal,
    plan: planner.plan,
    isFirst: turn.earlier.length === 0,
    isTimeUp: () => remainingMs() < MARGIN_MS,
  });
}

/** Two files may be one calendar: the newer one wins, whichever is announced first. */
function refusedAsOlder({ format, ...read }: OpenedCalendar, calendar: string): OpenedCalendar {
  const say = read.ok ? read.rules.say : read.say;
  return { ok: false, format, say, problems: [onLine(1, { column: "", ...say("calendarOlder", { calendar }) })] };
}

async function* refusal(opened: Extract<OpenedCalendar, { ok: false }>, tally: Tally): AsyncGenerator<string> {
  tally.addProblems(opened.problems);
  yield* refusalLines(opened, opened.format);
}

function eventOf(calendar: string, tally: Tally): Omit<CalendarImported, "key" | "reportKey" | "refused"> {
  const problems = tally.problems.map(({ line, column, problem, remedy, severity }) => ({
    line,
    column,
    problem,
    remedy,
    severity,
  }));
  return { version: 1, calendar, ...tally.counts, problems };
}
