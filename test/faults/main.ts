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

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
    cores: { type: "string", default: "1" },
    mutants: { type: "boolean", default: false },
    replay: { type: "string" },
    without: { type: "string" },
    zombies: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

// What a simulated fault throws is never looked at: its stack would cost more than the rest.
Error.stackTraceLimit = values.replay === undefined ? 0 : 10;

const on: Exploration = {
  capabilities: await capabilityClasses(networks),
  hasZombies: values.zombies,
  mutation: MUTATIONS.find(({ name }) => name === values.without),
};
const seed = wholeNumber("seed", values.seed);
const startedAt = performance.now();

if (values.help) console.log(USAGE);
else if (values.replay !== undefined) await tellAgain(values.replay);
else if (values.mutants) await tellMutants();
else await tellCampaign();

function wholeNumber(option: string, written: string): number {
  const number = Number(written);
  if (!Number.isInteger(number) || number < 0) throw new RangeError(`--${option} must be a whole number: ${written}`);
  return number;
}

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

async function tellCampaign(): Promise<void> {
  const schedules = wholeNumber("schedules", values.schedules);
  const cores = values.cores === "all" ? availableParallelism() : wholeNumber("cores", values.cores);
  const isShared = cores > 1 && !values.zombies && !values.without;
  const campaign = { schedules, seed };
  const report = isShared ? await conductOnCores(campaign, cores) : await conduct(campaign, on);
  const failures = await Promise.all(report.failures.map(shortened));
  tellReport(report);
  for (const failure of failures) tellFailure(failure);
  if (values.json) console.log(JSON.stringify({ seed, ...report, failures, seconds: seconds() }));
  process.exitCode = violationCount(report) === 0 ? 0 : 1;
}

async function shortened({ history, violations }: Failure): Promise<Failure> {
  const long = readHistory(history);
  const outcome = await replay(long, on);
  return { history: writeHistory(await shrink(long, outcome, on)), violations };
}

function tellReport({ schedules, publications, faults, states, violations }: Report): void {
  const struck = Object.values(faults).reduce((sum, each) => sum + each, 0);
  console.log(`${schedules} schedules, ${publications} publications, ${struck} faults, seed ${seed}, ${seconds()} s`);
  console.log(`ended   ${inWords(states)}`);
  console.log(`faults  ${inWords(faults)}`);
  console.log(`wrong   ${inWords(violations)}`);
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function tellFailure({ history, violations }: Failure): void {
  for (const { publicationId, kind, detail } of violations) console.log(`\n${publicationId} ${kind}: ${detail}`);
  for (const fault of describeFaults(readHistory(history).faults)) console.log(`  ${fault}`);
  console.log(`  npm run --silent faults -- --replay '${history}'`);
}

async function tellAgain(written: string): Promise<void> {
  const outcome = await replay(readHistory(written), { ...on, tell: console.log });
  console.log(`ended   ${outcome.states.join(", ")}`);
  for (const { publicationId, kind, detail } of outcome.violations) console.log(`${publicationId} ${kind}: ${detail}`);
  if (values.json) console.log(JSON.stringify({ states: outcome.states, violations: outcome.violations }));
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
}

async function tellMutants(): Promise<void> {
  const results = [];
  for await (const { mutation, schedules, caught } of hunt(seed, on)) {
    const found = caught ? caught.violations.map(({ kind }) => kind).join(", ") : "NOT FOUND";
    console.log(`without ${mutation.name} (${mutation.without}): ${found}, after ${schedules} schedules`);
    if (caught) console.log(`  npm run --silent faults -- --without '${mutation.name}' --replay '${caught.history}'`);
    results.push({ without: mutation.name, isFound: caught !== undefined, schedules, ...caught });
  }
  const foundCount = results.filter(({ isFound }) => isFound).length;
  console.log(`${foundCount} of ${results.length} found, seed ${seed}, ${seconds()} s`);
  if (values.json) console.log(JSON.stringify({ seed, mutants: results, seconds: seconds() }));
  process.exitCode = foundCount === results.length ? 0 : 1;
}
