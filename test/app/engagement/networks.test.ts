import { describe, expect, it } from "vitest";
import { ingest } from "#lib/app/engagement/ingest.ts";
import { receiveWebhook } from "#lib/app/engagement/receive-webhook.ts";
import { sendReply } from "#lib/app/engagement/send-reply.ts";
import { sweepOutbox } from "#lib/app/engagement/sweep-outbox.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import type { Webhook } from "#lib/networks/network.ts";
import { bareAccess } from "#test/support/bare-access.ts";
import { EngagementBench } from "#test/support/engagement-bench.ts";
import { publish, requestOf, secrets, startNetwork } from "#test/support/network-world.ts";
import { type SimulatedNetwork, simulatedNetworks } from "#test/support/simulated-networks.ts";

/** The engagement stream between a simulated network and customer service. */
function startStream(simulated: SimulatedNetwork) {
  const world = startNetwork(simulated);
  const bench = new EngagementBench();
  const services = {
    ...bench.services,
    networks: (name: string) => (name === world.network.name ? world.network : undefined),
    channels: { list: async () => [world.channel] },
    openChannel: async () => bareAccess(world.context),
    clock: { now: world.now },
  };

  /** Everything that the network has told by now goes through the front door and the ingest worker. */
  const settle = async () => {
    const queued: Delivery[] = [];
    const doorServices = {
      ...services,
      frontDoors: new Map([[world.network.name, world.network.webhook as Webhook]]),
      secrets: {
        use: async (_: string, attempt: CallableFunction) => attempt({ appSecrets: [secrets.appSecret] }).value,
      },
      archive: {
        put: async (key: string, body: Uint8Array) => void bench.archived.set(key, body),
        get: services.archive.get,
      },
      queue: { send: async (delivery: Delivery) => void queued.push(delivery) },
    };
    for (const delivery of world.deliveries.splice(0)) {
      const answer = await receiveWebhook(world.network.name, requestOf(delivery), doorServices);
      expect(answer.status).toBe(200);
    }
    for (const delivery of queued) await ingest(delivery, services);
  };
  const reply = (request: object) => sendReply(request, services);
  const passMinutes = async (minutes: number) => {
    world.advance(minutes * 60_000);
    await sweepOutbox(services);
    for (const request of bench.replyRequests.splice(0)) await reply(request);
  };
  return { world, bench, settle, reply, passMinutes };
}

async function customersWrite({ world }: ReturnType<typeof startStream>): Promise<void> {
  const published = await publish(world, world.draft());
  if (published.outcome !== "accepted") throw new Error("not published");
  const { customer } = world.simulator;
  await customer.comment({ postRemoteId: published.remoteId, author: "Zoé", text: "Où est-il ? 😔" });
  await customer.mention({ author: "Chloé", text: "Bravo" });
  await customer.direct({ author: "Inès", text: "Bonjour" });
}

describe.each(simulatedNetworks.filter(({ network }) => network.webhook))("engagement on $name", (simulated) => {
  it("brings a comment, a mention and a direct message to customer service, each once", async () => {
    const stream = startStream(simulated);
    stream.world.simulator.trouble.webhookDuplicates = 2;

    await customersWrite(stream);
    await stream.settle();

    const { arrived } = stream.bench.customerService;
    const told = arrived.map(({ kind, isComplete, event }) => [kind, isComplete, event]);
    expect(told.toSorted()).toEqual([
      ["comment", true, "created"],
      ["direct", true, "created"],
      ["mention", true, "created"],
    ]);
    expect(arrived.find(({ kind }) => kind === "comment")?.text).toContain("Où est-il ? 😔");
    expect(new Set(arrived.map(({ conversationId }) => conversationId)).size).toBe(3);
  });

  it("answers each of them once, although agents click twice and every connection is lost", async () => {
    const stream = startStream(simulated);
    await customersWrite(stream);
    await stream.settle();
    const inbox = stream.bench.inbox;

    for (const { conversationId, kind } of inbox) {
      stream.world.simulator.trouble.dropAfterAccept = 1;
      const request = { conversationId, text: `Merci pour votre ${kind} !`, replyId: `reply-${kind}` };
      await stream.reply(request);
      expect(stream.world.simulator.trouble.dropAfterAccept).toBe(0);
      await stream.reply(request);
    }
    for (let minutes = 0; minutes < 60; minutes += 5) await stream.passMinutes(5);
    await stream.settle();

    const ours = stream.world.simulator.truth.messages.filter(({ isOurs }) => isOurs);
    const failed = stream.bench.publishedOf("ReplyFailed").map(({ detail }) => detail);
    expect(failed).toEqual([]);
    expect(ours.map(({ text }) => text.replace(/^@\S+ /, "")).toSorted()).toEqual([
      "Merci pour votre comment !",
      "Merci pour votre direct !",
      "Merci pour votre mention !",
    ]);
    expect(stream.bench.publishedOf("ReplySent")).toHaveLength(3);
    expect(stream.bench.inbox).toHaveLength(3);
  });
});
