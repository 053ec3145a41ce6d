import { parseArgs } from "node:util";
import Table from "cli-table3";
import * as z from "zod";
import { calendar } from "./calendar/calendar.ts";
import { coldStart } from "./cold-start.ts";
import { connectAhead } from "./connect-ahead/connect-ahead.ts";
import { cost } from "./cost/cost.ts";
import { dispatch } from "./dispatch/dispatch.ts";
import type { Benchmark, Figure } from "./figure.ts";
import { lateness } from "./laptop/lateness.ts";
import { laptopStart } from "./laptop/start-time.ts";
import { synthTime } from "./synth-time.ts";
import { webhookAcknowledgement } from "./webhook/acknowledgement.ts";

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  "cold-start": coldStart,
  "synth-time": synthTime,
  "webhook-acknowledgement": webhookAcknowledgement,
  "laptop-start": laptopStart,
  calendar,
  dispatch,
  "connect-ahead": connectAhead,
  lateness,
  cost,
};

const USAGE = `node bench/main.ts [name …] [--json] [--rows n …] [--seconds n]

names: ${Object.keys(BENCHMARKS).join(", ")} (default: all)
--rows: how long a calendar to read, for "calendar"
--seconds: in how many seconds 1,000 posts are due, for "lateness"`;

const Count = z.coerce.number().int().positive();
const Options = z.object({ rows: z.array(Count).optional(), seconds: Count.optional() });

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      rows: { type: "string", multiple: true },
      seconds: { type: "string" },
    },
  });
  const unknown = positionals.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(", ")}.\n\n${USAGE}`);
    return 2;
  }
  const options = Options.safeParse(values);
  if (!options.success) {
    console.error(`--rows and --seconds take a whole number above zero.\n\n${USAGE}`);
    return 2;
  }
  const wanted = Object.entries(BENCHMARKS).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  const results: Record<string, readonly Figure[]> = {};
  for (const [name, measure] of wanted) {
    const figures = await measure(options.data);
    results[name] = figures;
    console.error(`${name}\n${tableOf(figures)}\n`);
  }
  if (values.json) console.log(JSON.stringify(results));
  return 0;
}

function tableOf(figures: readonly Figure[]): string {
  const table = new Table({ style: { head: [], border: [] }, colAligns: ["left", "right", "left"] });
  table.push(...figures.map(({ name, value, unit }) => [name, rounded(value), unit]));
  return table.toString();
}

function rounded(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: Math.max(3, String(Math.trunc(value)).length) });
}

process.exitCode = await main(process.argv.slice(2));
