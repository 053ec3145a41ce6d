import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { networks } from "#lib/networks/registry.ts";
import { conduct } from "./campaign.ts";
import { capabilityClasses } from "./capability.ts";
import { conductOnCores } from "./cores.ts";
import { type Exploration, replay } from "./explore.ts";
import { describeFaults, readHistory, writeHistory } from "./history.ts";
import { hunt } from "./hunt.ts";
import { MUTATIONS } from "./mutants.ts";
import { ProgressLine } from "./progress.ts";
import { type Failure, type Report, violationCount } from "./report.ts";
import { shrink } from "./shrink.ts";

const USAGE = `npm run --silent faults -- [options]

Runs the publication protocol in a simulated world where everything may fail, and counts what followers see.

  --schedules N      how many schedules to run (default 50000)
  --seed S           where chance starts (default 1); the same seed does the same
  --cores K          on so many cores (default 1; "all" for all of them)
  --mutants          take out each guard in turn: the simulation must notice
  --replay HISTORY   run one history again and tell what happens
  --without GUARD    take out this one guard, by its name as --mutants tells it (for --replay)
  --zombies          workers outlive their timeout: shows why the lease must be longer than that
  --json             the result as JSON, as the last line`;

const OPTIONS = {
  schedules: { type: "string", default: "50000" },
  seed: { type: "string", default: "1" },
  cores: { type: "string", default: "1" },
  mutants: { type: "boolean", default: false },
  replay: { type: "string" },
  without: { type: "string" },
  zombies: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

function readOptions() {
  return parseArgs({ options: OPTIONS }).values;
}

type Options = ReturnType<typeof readOptions>;

const startedAt = performance.now();

try {
  await main(readOptions());
} catch (error) {
  if (!isMisuse(error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function isMisuse(error: unknown): error is Error {
  const isUnknownOption =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return error instanceof RangeError || isUnknownOption;
}

async function main(options: Options): Promise<void> {
  const on = await explorationOf(options);
  // What a simulated fault throws is never looked at: its stack would cost more than the rest.
  Error.stackTraceLimit = 0;
  if (options.help) console.log(USAGE);
  else if (options.replay !== undefined) await tellAgain(options.replay, on, options);
  else if (options.mutants) await tellMutants(on, options);
  else await tellCampaign(on, options);
}

async function explorationOf({ zombies, without }: Options): Promise<Exploration> {
  const mutation = MUTATIONS.find(({ name }) => name === without);
  if (without !== undefined && !mutation) {
    throw new RangeError(`--without takes one of: ${MUTATIONS.map(({ name }) => name).join(", ")}`);
  }
  return { capabilities: await capabilityClasses(networks), hasZombies: zombies, mutation };
}

function wholeNumber(option: string, written: string): number {
  const number = Number(written);
  if (!Number.isInteger(number) || number < 0) throw new RangeError(`--${option} must be a whole number: ${written}`);
  return number;
}

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

async function tellCampaign(on: Exploration, options: Options): Promise<void> {
  const seed = wholeNumber("seed", options.seed);
  const schedules = wholeNumber("schedules", options.schedules);
  const cores = options.cores === "all" ? availableParallelism() : wholeNumber("cores", options.cores);
  const isShared = cores > 1 && !options.zombies && options.without === undefined;
  const line = new ProgressLine(schedules);
  const report = await (isShared
    ? conductOnCores({ schedules, seed }, cores)
    : conduct({ schedules, seed }, on, (progress) => line.heard(0, progress)));
  const failures = await Promise.all(report.failures.map((failure) => shortened(failure, on)));
  tellReport(report, seed);
  for (const failure of failures) tellFailure(failure, options);
  if (options.json) console.log(JSON.stringify(asJson({ ...report, failures }, seed)));
  process.exitCode = violationCount(report) === 0 ? 0 : 1;
}

async function shortened({ history, violations }: Failure, on: Exploration): Promise<Failure> {
  const long = readHistory(history);
  const outcome = await replay(long, on);
  return { history: writeHistory(await shrink(long, outcome, on)), violations };
}

function asJson({ violations, ...report }: Report, seed: number): object {
  return {
    seed,
    ...report,
    duplicates: violations.duplicate,
    lost: violations.lost,
    stuck: violations.stuck,
    failedButLive: violations["failed-but-live"],
    publishedLate: violations["published-late"],
    publishedEarly: violations["published-early"],
    liveAfterCancel: violations["live-after-cancel"],
    oldEditLive: violations["old-edit-live"],
    needlesslyLate: violations["needlessly-late"],
    untold: violations.untold,
    sentThoughStopped: violations["sent-though-stopped"],
    sentThoughClosed: violations["sent-though-closed"],
    sentUnapproved: violations["sent-unapproved"],
    refreshTokenReused: violations["refresh-token-reused"],
    beforeParent: violations["before-parent"],
    seconds: seconds(),
  };
}

function tellReport(report: Report, seed: number): void {
  const { schedules, publications, faults, states, violations, singles, hasAllSingles, pairs, crowds } = report;
  const struck = Object.values(faults).reduce((sum, each) => sum + each, 0);
  console.log(`${schedules} schedules, ${publications} publications, ${struck} faults, seed ${seed}, ${seconds()} s`);
  console.log(
    `tried   ${hasAllSingles ? "every" : "not every"} single fault (${singles}), ${pairs} pairs, ${crowds} crowds`,
  );
  console.log(`ended   ${inWords(states)}`);
  console.log(`faults  ${inWords(faults)}`);
  console.log(`wrong   ${inWords(violations)}`);
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function tellFailure({ history, violations }: Failure, { zombies, without }: Options): void {
  for (const { publicationId, kind, detail } of violations) console.log(`\n${publicationId} ${kind}: ${detail}`);
  for (const fault of describeFaults(readHistory(history).faults)) console.log(`  ${fault}`);
  const flags = [...(zombies ? ["--zombies"] : []), ...(without ? [`--without '${without}'`] : [])];
  console.log(`  npm run --silent faults -- ${[...flags, `--replay '${history}'`].join(" ")}`);
}

async function tellAgain(written: string, on: Exploration, { json }: Options): Promise<void> {
  const outcome = await replay(readHistory(written), { ...on, tell: console.log });
  console.log(`ended   ${outcome.states.join(", ")}`);
  for (const { publicationId, kind, detail } of outcome.violations) console.log(`${publicationId} ${kind}: ${detail}`);
  if (json) console.log(JSON.stringify({ states: outcome.states, violations: outcome.violations }));
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
}

async function tellMutants(on: Exploration, options: Options): Promise<void> {
  const seed = wholeNumber("seed", options.seed);
  const results = [];
  for await (const { mutation, schedules, caught } of hunt(seed, on)) {
    const found = caught ? caught.violations.map(({ kind }) => kind).join(", ") : "NOT FOUND";
    console.log(`without ${mutation.name} (${mutation.without}): ${found}, after ${schedules} schedules`);
    if (caught) console.log(`  npm run --silent faults -- --without '${mutation.name}' --replay '${caught.history}'`);
    results.push({ without: mutation.name, isFound: caught !== undefined, schedules, ...caught });
  }
  const foundCount = results.filter(({ isFound }) => isFound).length;
  console.log(`${foundCount} of ${results.length} found, seed ${seed}, ${seconds()} s`);
  if (options.json) console.log(JSON.stringify({ seed, mutants: results, seconds: seconds() }));
  process.exitCode = foundCount === results.length ? 0 : 1;
}
