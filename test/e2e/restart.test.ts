import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listConversations } from "#lib/app/engagement/list-conversations.ts";
import { listMessages } from "#lib/app/engagement/list-messages.ts";
import { CalendarBucket } from "#lib/aws/calendar-bucket.ts";
import { StoredConversations } from "#lib/aws/conversations-table/conversations.ts";
import { readLaptopAddress } from "#lib/runtime/laptop-address.ts";
import { laptopClients } from "#local/clients.ts";
import { openDataFolder, rememberSample } from "#local/data-folder.ts";
import { dueSoon, type Row } from "./due-soon.ts";
import { LaptopProcess } from "./laptop-process.ts";
import { RunningSession } from "./running-session.ts";

const folder = mkdtempSync(join(tmpdir(), "antenne-restart-"));
const running = new RunningSession(folder);
let child: LaptopProcess | undefined;
/** Out at one network when the laptop is killed; the others are too far off to be claimed by then. */
const first = { id: "killed-0", dueIn: 8, channels: "x", text: "Première fournée" };
const killed = [first, everywhere("killed-1", 16, "Deuxième fournée"), everywhere("killed-2", 17, "Troisième fournée")];
const stopped = [everywhere("stopped-0", 14, "Galette"), everywhere("stopped-1", 15, "Couronne")];
const rows = [...killed, ...stopped];

function everywhere(id: string, dueIn: number, text: string): Row {
  return { id, dueIn, channels: "facebook; instagram; x", text, media: "croissants.jpg" };
}

const wanted = (network: string) => rows.flatMap(({ channels, text }) => (channels.includes(network) ? [text] : []));
const shown = (network: string) => running.network(network).truth.posts.map(({ text }) => text);

beforeAll(async () => {
  await publishUntilKilled();
  await running.start();
  await running.upload("stopped.csv", dueSoon(...stopped));
  await running.hears("CalendarImported", 1);
  await running.stop();
  rmSync(join(folder, "queues.json"), { force: true });
  await running.start();
  // On a machine so slow that a later post was claimed when the laptop was killed, its lease has to run out first.
  await vi.waitFor(allOut, { timeout: 300_000, interval: 3_000 });
}, 390_000);
afterAll(async () => {
  await child?.end("SIGKILL");
  await running.remove();
});

async function publishUntilKilled(): Promise<void> {
  openDataFolder(folder, { isFresh: false });
  rememberSample(folder, new Date());
  child = new LaptopProcess(folder);
  await child.says("Upload a calendar");
  const page = child.pageAddress;
  await upload("killed.csv", dueSoon(...killed));
  await write(page, "Vous avez du seigle ?");
  await child.says("  message ");
  const firstIsOut = async () => expect(await timelines(page)).toContain(first.text);
  await vi.waitFor(firstIsOut, { timeout: 30_000, interval: 5 });
  await child.end("SIGKILL");
}

/** What the queues have forgotten is swept up by a tick half a minute later; here the ticks come more often. */
async function allOut(): Promise<void> {
  await running.session.runFunction("publishing/dispatch-due");
  for (const network of NETWORKS) expect(new Set(shown(network)).size).toBe(wanted(network).length);
}

const NETWORKS = ["facebook", "instagram", "x"] as const;

describe("the laptop, killed while it publishes, then stopped and robbed of its queues", () => {
  it.each(NETWORKS)("shows followers every post exactly once on %s", (network) => {
    expect(shown(network).toSorted()).toEqual(wanted(network).toSorted());
  });

  it("misses nothing: late is within the rows' own policy", () => {
    expect([...running.told("PublicationMissed"), ...running.told("PublicationFailed")]).toEqual([]);
  });

  it("has neither lost nor doubled what a customer wrote before", async () => {
    const { clients, output } = running.session;
    const conversations = new StoredConversations(clients.documents, output("ConversationsTableName"));

    const listed = await listConversations(
      { channelIds: ["x/lumiere"], days: [new Date().toISOString().slice(0, 10)], limit: 10 },
      conversations,
    );
    const messages = await listMessages(listed[0]?.conversationId ?? "", { conversations });

    expect(messages.map(({ text }) => text)).toEqual(["Vous avez du seigle ?"]);
  });
});

async function timelines(page: string): Promise<string> {
  return await (await fetch(`${page}/timelines.json`)).text();
}

async function write(page: string, text: string): Promise<void> {
  const body = JSON.stringify({ network: "x", author: "Zoé", text });
  await fetch(`${page}/direct`, { method: "POST", headers: { "content-type": "application/json" }, body });
}

async function upload(name: string, csv: string): Promise<void> {
  const address = readLaptopAddress(folder);
  const clients = laptopClients(address?.endpoint ?? "");
  await new CalendarBucket(clients.buckets, address?.outputs.CalendarBucketName ?? "").upload(name, Buffer.from(csv));
}
