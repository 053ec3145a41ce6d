import { dispatchDue, LOOK_AHEAD_MS } from "#lib/app/publishing/dispatch-due.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { claim, publish } from "#lib/domain/publishing/transitions/sending.ts";
import { applied } from "#lib/domain/publishing/transitions/transition.ts";
import { CountingQueue } from "./counting-queue.ts";
import { CountingTable } from "./counting-table.ts";
import { CROWDED_MINUTE, crowdMember, dueSortOf } from "./crowd.ts";
import type { CrowdReport } from "./crowd-report.ts";

/** An import's batch, and how fast it comes: `PublicationsTable` makes 25 writes at once, each takes about 10 ms. */
const BATCH = 100;
const PLANNED_PER_SECOND = 2_500;

/** Plans, dispatches and publishes a crowd of as many as the first argument says, and prints what it took as JSON. */
const size = Number(process.argv[2]);
const table = new CountingTable(size, (number) => dueSortOf(number, size));
const queue = new CountingQueue();
const client = table.client();
const publications = new PublicationsTable(client, "crowd", new HourDirectory(client, "crowd"));

await plan();
const { dispatchMs, dispatchCpuMs } = await dispatch();
const maxRssBytes = process.resourceUsage().maxRSS * 1_024;
const readUnits = table.reads.total;
await publishAll();

const report: CrowdReport = {
  dispatchMs,
  dispatchCpuMs,
  maxRssBytes,
  messages: queue.messages,
  sendRequests: queue.sendRequests,
  readUnits,
  writeUnits: table.writes.total + table.indexWrites.total,
  busiestSecond: { table: table.writes.busiestSecond, index: table.indexWrites.busiestSecond },
  peaks: { writes: table.writes.peak, indexWrites: table.indexWrites.peak, reads: table.reads.peak },
};
console.log(JSON.stringify(report));

async function plan(): Promise<void> {
  for (let first = 0; first < size; first += BATCH) {
    table.second = Math.floor(first / PLANNED_PER_SECOND);
    const length = Math.min(BATCH, size - first);
    await publications.add(Array.from({ length }, (_, index) => crowdMember(first + index, size)));
  }
}

/** The tick that sees the whole minute. */
async function dispatch() {
  table.second = CROWDED_MINUTE.getTime() / 1_000 - 60;
  const clock = { now: () => new Date(CROWDED_MINUTE.getTime() + 60_000 - LOOK_AHEAD_MS), sleep: async () => {} };
  const dueIndex = new DueIndexTable(client, "crowd", new HourDirectory(client, "crowd"));
  const publishQueue = new SqsPublishQueue(queue.client(), "https://queue.example");
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const { committing } = await dispatchDue({ clock, dueIndex, publishQueue });
  if (committing !== size) throw new Error(`${committing} of ${size} were dispatched`);
  const { user, system } = process.cpuUsage(cpu);
  return { dispatchMs: performance.now() - startedAt, dispatchCpuMs: (user + system) / 1_000 };
}

/** Every member is claimed a second ahead and out on its second: all that the minute asks of the table. */
async function publishAll(): Promise<void> {
  for (let second = -1; second < 60; second++) {
    const at = new Date(CROWDED_MINUTE.getTime() + second * 1_000);
    table.second = at.getTime() / 1_000;
    for (const member of dueIn(second + 1)) await publications.apply(member, claimOf(member, at));
    for (const member of dueIn(second)) {
      const claimed = applied(member, claimOf(member, at));
      const sent = { remoteId: `100_${member.rowId}`, sentAt: at };
      await publications.apply(claimed, publish(claimed, sent, { now: at, claimId: "published" }));
    }
  }
}

function claimOf(member: Publication, now: Date) {
  return claim(member, 120_000, { now, claimId: "claimed" });
}

function* dueIn(second: number): Generator<Publication> {
  if (second < 0 || second > 59) return;
  const [first, next] = [Math.ceil((second * size) / 60), Math.ceil(((second + 1) * size) / 60)];
  for (let number = first; number < next; number++) yield crowdMember(number, size);
}
