import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listPublications } from "#lib/app/publishing/list-publications.ts";
import type { OverEntry } from "#lib/app/publishing/ports.ts";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import { isOver, type Publication } from "#lib/domain/publishing/publication.ts";
import { readLaptopAddress } from "#lib/runtime/laptop-address.ts";
import { laptopClients } from "#local/clients.ts";
import { openDataFolder } from "#local/data-folder.ts";
import { type Session, startSession } from "#local/session.ts";
import { seededRandom } from "#test/support/network-world.ts";
import { CROWD, crowdedLaptop } from "./crowded-laptop.ts";
import { dueSoon, type Row } from "./due-soon.ts";
import { LaptopProcess } from "./laptop-process.ts";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS = 3;
/** Longer than a lease, and than a network needs to settle: each restart finds the clock so much later. */
const OFF_MS = 3 * 60_000;
/** Each takes up what the one before had in doubt or could not do; more than this, and something is stuck. */
const RESTARTS = 10;
const DAY_MS = 24 * 60 * 60_000;
const NETWORKS = ["facebook", "instagram", "x"] as const;

const folder = mkdtempSync(join(tmpdir(), "antenne-killed-"));
const random = seededRandom(SEED);
const rows = Array.from({ length: CROWD }, (_, index): Row => {
  const channels = NETWORKS[index % NETWORKS.length] ?? "x";
  const media = channels === "instagram" ? "croissants.jpg" : undefined;
  return { id: String(index), dueIn: 20 + (index % 5), channels, text: `Fournée n° ${index}`, media };
});
let child: LaptopProcess | undefined;
let session: Session | undefined;
let shown: readonly { readonly network: string; readonly text: string; readonly remoteId: string }[] = [];
let over: readonly OverEntry[] = [];
let stuck: readonly Publication[] = [];

beforeAll(async () => {
  console.log(`kills with seed ${SEED}: SEED=${SEED} npx vitest run test/e2e/killed-again-and-again.test.ts`);
  openDataFolder(folder, { isFresh: false });
  let aheadMs = 0;
  for (let kill = 0; kill < KILLS; kill++, aheadMs += OFF_MS) await publishUntilKilled(aheadMs, kill === 0);
  for (let restart = 0; restart < RESTARTS && over.length < CROWD; restart++, aheadMs += OFF_MS) {
    await publishUntilNothingMoves(aheadMs, restart);
  }
}, 420_000);

afterAll(async () => {
  await child?.end("SIGKILL");
  await session?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Some posts are out, others on their way, when it comes. */
async function publishUntilKilled(aheadMs: number, isFirst: boolean): Promise<void> {
  const script = new URL("crowded-laptop-process.ts", import.meta.url).pathname;
  child = new LaptopProcess(folder, [script, folder, String(aheadMs)]);
  await child.says("the laptop runs", 1, 90_000);
  if (isFirst) {
    await upload(dueSoon(...rows));
    await child.says("CalendarImported", 1, 90_000);
  }
  await child.says("PublicationPublished", Math.ceil(random() * 60), 90_000);
  await sleep(random() * 500);
  await child.end("SIGKILL");
}

/** What is claimed or in doubt has to wait for the next start. */
async function publishUntilNothingMoves(aheadMs: number, restart: number): Promise<void> {
  session = await startSession(crowdedLaptop(folder, aheadMs), { onEvent: () => {}, onTrouble: () => {} });
  let before = -1;
  while (over.length > before && over.length < CROWD) {
    before = over.length;
    await session.runFunction("publishing/dispatch-due");
    await sleep(6_000);
    over = await allOver(session);
  }
  shown = session.networks.simulators.flatMap(({ network, truth }) =>
    truth.posts.map(({ text, remoteId }) => ({ network, text, remoteId })),
  );
  stuck = await notOver(session);
  await session.stop();
  session = undefined;
  console.log(`over after restart ${restart + 1}: ${over.length} of ${CROWD}`);
}

/** What still waits, and why: whoever reads of a failure in a log has nothing else to go by. */
async function notOver({ clients, output }: Session): Promise<readonly Publication[]> {
  const table = output("PublicationsTableName");
  const hours = new HourDirectory(clients.documents, table);
  const dueIndex = new DueIndexTable(clients.documents, table, hours);
  const publications = new PublicationsTable(clients.documents, table, hours);
  const listed = await listPublications(
    { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) },
    { publications, dueIndex, archive: dueIndex },
  );
  return listed.filter(({ state }) => !isOver(state));
}

/** Midnight may have come in between. */
async function allOver({ clients, output }: Session): Promise<readonly OverEntry[]> {
  const table = output("PublicationsTableName");
  const index = new DueIndexTable(clients.documents, table, new HourDirectory(clients.documents, table));
  const days = [...new Set([0, 1].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10)))];
  const found: OverEntry[] = [];
  for (const day of days) for await (const page of index.over(new Date(day))) found.push(...page);
  return found;
}

async function upload(csv: string): Promise<void> {
  const address = readLaptopAddress(folder);
  const clients = laptopClients(address?.endpoint ?? "");
  await new CalendarBucket(clients.buckets, address?.outputs.CalendarBucketName ?? "").upload(
    "all.csv",
    Buffer.from(csv),
  );
}

describe(`the laptop, killed ${KILLS} times while ${CROWD} posts are due`, () => {
  it("has shown followers every post, and none twice", () => {
    const wanted = rows.map(({ channels, text }) => `${channels}: ${text}`);

    expect(shown.map(({ network, text }) => `${network}: ${text}`).toSorted()).toEqual(wanted.toSorted());
  });

  it("leaves nothing undone", () => {
    expect(stuck).toEqual([]);
  });

  it("knows of every post that it is out, and which it is", () => {
    expect(new Set(over.map(({ state }) => state))).toEqual(new Set(["published"]));
    expect(over.map(({ remoteId }) => remoteId).toSorted()).toEqual(shown.map(({ remoteId }) => remoteId).toSorted());
  });
});
