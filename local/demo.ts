import { rmSync } from "node:fs";
import { narrate, narrateLog, render } from "./narrator.ts";
import type { LaptopOptions } from "./options.ts";
import { beginSampleDay, type SampleDay } from "./sample-day.ts";
import { DemoTally } from "./scenario/demo-tally.ts";
import type { Director } from "./scenario/director.ts";
import { judgeMessages, judgePosts } from "./scenario/ground-truth.ts";
import { costOf, isPerfect, percentile, renderSummary, type Summary } from "./scenario/summary.ts";
import { type Session, startSession } from "./session.ts";

/** Longer than any demo takes: what has not happened by then will not. */
const PATIENCE_MS = 150_000;

/** `npm run demo`: the sample day from its upload to the last number; exit code 0 when all of it happened, once. */
export async function runDemo(options: LaptopOptions): Promise<number> {
  const tally = new DemoTally();
  const day: { director?: Director } = {};
  const session = await startSession(options, {
    onEvent: (type, detail, at) => {
      for (const line of narrate(type, detail)) say(render(line, at), options);
      tally.onEvent(type, detail);
      day.director?.onEvent(type, detail);
    },
    onLog: ({ record }) => {
      for (const line of narrateLog(record)) say(render(line, new Date()), options);
    },
    onTrouble: (message) => say(render({ what: "trouble", text: message, tone: "trouble" }, new Date()), options),
  });
  try {
    const sample = await beginSampleDay(session, console.error);
    day.director = sample.director;
    const isOver = await within(sample.director.over, PATIENCE_MS);
    const summary = summarise(session, sample, tally);
    say(`\n${renderSummary(summary)}`, options);
    if (options.isJson) console.log(JSON.stringify(summary));
    return isOver && isPerfect(summary) ? 0 : 1;
  } finally {
    await session.stop();
    if (options.isTemporary) rmSync(options.dataFolder, { recursive: true, force: true });
  }
}

/** Whether it happened in time. */
async function within(done: Promise<void>, ms: number): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  const isDone = await Promise.race([done.then(() => true), tooLate]);
  clearTimeout(timer);
  return isDone;
}

function summarise({ networks, laptop }: Session, { report, posts, director }: SampleDay, tally: DemoTally): Summary {
  const { simulators } = networks;
  const verdict = judgePosts(posts, simulators);
  const { received, replied } = judgeMessages(posts, simulators);
  const { routed, snapshots } = director.counts;
  return {
    calendar: { rows: report.rows, imported: tally.imported, rejected: tally.rejected },
    publications: { planned: posts.length, ...verdict, failed: tally.failed, uncertain: tally.uncertain },
    latenessMs: {
      p50: percentile(tally.latenessMs, 0.5),
      p99: percentile(tally.latenessMs, 0.99),
      max: percentile(tally.latenessMs, 1),
    },
    messages: { received, routed, lost: Math.max(0, received - routed), replied },
    snapshots,
    cost: costOf(laptop.requestCounts()),
  };
}

/** With `--json` the last line alone is for the machine; people read along on the other stream. */
function say(text: string, { isJson }: LaptopOptions): void {
  if (isJson) console.error(text);
  else console.log(text);
}
