import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { receiveWebhook } from "#lib/app/engagement/receive-webhook.ts";
import { createTrustedSecrets } from "#lib/app/engagement/trusted-secrets.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import type { Webhook, WebhookRequest, WebhookSecrets } from "#lib/networks/network.ts";
import { Chirper, signature, signedCall } from "#test/support/chirper.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

function frontDoor() {
  const clock = new VirtualClock("2026-11-23T23:59:59.999Z");
  const archived = new Map<string, Uint8Array>();
  const queued: Delivery[] = [];
  const counts: string[] = [];
  const vault = { stored: { appSecrets: ["s1"], verifyToken: "t1" } as WebhookSecrets | undefined, reads: 0 };
  let remembered = vault.stored;
  const secrets = createTrustedSecrets(
    {
      secrets: async (_network, { fresh = false } = {}) => {
        vault.reads += 1;
        if (fresh) remembered = vault.stored;
        return remembered;
      },
    },
    clock,
  );
  const { network } = new Chirper();
  const services = {
    frontDoors: new Map([["chirper", network.webhook as Webhook]]),
    secrets,
    archive: {
      put: async (key: string, body: Uint8Array) => void archived.set(key, body),
      get: async () => new Uint8Array(),
    },
    queue: { send: async (delivery: Delivery) => void queued.push(delivery) },
    tally: { add: (name: string) => void counts.push(name) },
    clock,
    newId: () => `id-${queued.length + 1}`,
  };
  const call = (request: WebhookRequest, name = "chirper") => receiveWebhook(name, request, services);
  return { call, services, archived, queued, counts, vault, clock, forget: () => (remembered = undefined) };
}

describe("receiveWebhook", () => {
  it("archives and enqueues a signed call, then answers 200", async () => {
    const door = frontDoor();
    const body = '{"text":"\\u00e4 and ä and 😀"}';

    const answer = await door.call(signedCall(body, "s1"));

    expect(answer.status).toBe(200);
    expect(door.queued).toEqual([
      {
        version: 1,
        deliveryId: "id-1",
        network: "chirper",
        receivedAt: "2026-11-23T23:59:59.999Z",
        archiveKey: "webhooks/chirper/2026/11/23/id-1",
        body,
      },
    ]);
    expect(door.archived.get("webhooks/chirper/2026/11/23/id-1")).toEqual(new TextEncoder().encode(body));
  });

  it.each([
    ["unsigned", {}, 401, "WebhookUnsigned"],
    ["signed by somebody else", { "x-chirper-signature": "00" }, 403, "WebhookForged"],
    ["signed with another secret", { "x-chirper-signature": signature(Buffer.from("{}"), "s2") }, 403, "WebhookForged"],
  ])("turns away a call that is %s, and keeps nothing of it", async (_, headers, status, counted) => {
    const door = frontDoor();

    const answer = await door.call({ method: "POST", headers, query: {}, body: Buffer.from("{}") });

    expect(answer.status).toBe(status);
    expect([door.queued, door.archived.size]).toEqual([[], 0]);
    expect(door.counts).toEqual([counted]);
  });

  it("turns away a body of which any one bit was changed", async () => {
    const door = frontDoor();
    const original = signedCall('{"id":1,"text":"hello"}', "s1");

    await fc.assert(
      fc.asyncProperty(fc.nat({ max: original.body.length * 8 - 1 }), async (bit) => {
        const body = Uint8Array.from(original.body);
        body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const answer = await door.call({ ...original, body });
        expect(answer.status).toBe(403);
      }),
    );
    expect(door.queued).toEqual([]);
  });

  it("answers the network's handshake, which is not signed", async () => {
    const door = frontDoor();
    const handshake = { method: "GET", headers: {}, body: new Uint8Array() };

    const right = await door.call({ ...handshake, query: { challenge: "1158201444", token: "t1" } });
    const wrong = await door.call({ ...handshake, query: { challenge: "1158201444", token: "t2" } });

    expect([right.status, right.body, wrong.status]).toEqual([200, "1158201444", 403]);
  });

  it("answers 404 for a network that nobody registered and 405 for what is neither handshake nor delivery", async () => {
    const door = frontDoor();

    const unknown = await door.call(signedCall("{}", "s1"), "friendster");
    const method = await door.call({ ...signedCall("{}", "s1"), method: "PUT" });

    expect([unknown.status, method.status]).toEqual([404, 405]);
    expect(door.vault.reads).toBe(1);
  });

  it("believes several secrets while one is being rotated", async () => {
    const door = frontDoor();
    door.vault.stored = { appSecrets: ["s2", "s1"] };

    const statuses = [await door.call(signedCall("{}", "s2")), await door.call(signedCall("{}", "s1"))];

    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("reads the secrets again for a call that does not verify, at most every 30 seconds", async () => {
    const door = frontDoor();
    await door.call(signedCall("{}", "forged"));
    door.vault.stored = { appSecrets: ["s2"] };

    const soon = await door.call(signedCall("{}", "s2"));
    const readsOfForger = door.vault.reads;
    door.clock.advance(30_000);
    const later = await door.call(signedCall("{}", "s2"));

    expect([soon.status, later.status]).toEqual([403, 200]);
    expect(readsOfForger).toBe(5);
  });

  it("does not take a missing secret for a forgery: the network is to deliver again", async () => {
    const door = frontDoor();
    door.vault.stored = undefined;
    door.forget();

    await expect(door.call(signedCall("{}", "s1"))).rejects.toThrow("no app secrets are stored");
  });

  it("keeps a signed body that is not JSON", async () => {
    const door = frontDoor();

    const answer = await door.call(signedCall("<html>", "s1"));

    expect(answer.status).toBe(200);
    expect(door.queued).toMatchObject([{ body: "<html>" }]);
  });

  it.each([
    ["2 MiB large", new Uint8Array(2 * 1024 * 1024).fill(0x61)],
    ["not text", Uint8Array.of(0xff, 0xfe, 0x00)],
  ])("sends a claim check for a body that is %s", async (_, body) => {
    const door = frontDoor();

    const answer = await door.call(signedCall(body, "s1"));

    expect(answer.status).toBe(200);
    expect(door.queued[0]).not.toHaveProperty("body");
    expect(door.archived.get(door.queued[0]?.archiveKey ?? "")).toEqual(body);
  });

  it("enqueues nothing that fits into no queue, however its bytes are escaped", async () => {
    const door = frontDoor();

    await door.call(signedCall(new Uint8Array(160 * 1024).fill(1), "s1"));

    expect(JSON.stringify(door.queued[0]).length).toBeLessThan(1024 * 1024);
  });

  it.each(["archive", "queue"] as const)("does not answer 200 when the %s fails", async (part) => {
    const door = frontDoor();
    const fail = () => Promise.reject(new Error(`${part} down`));
    if (part === "archive") door.services.archive.put = fail;
    else door.services.queue.send = fail;

    await expect(door.call(signedCall("{}", "s1"))).rejects.toThrow(`${part} down`);
  });
});
