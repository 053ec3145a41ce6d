import type { Clock } from "#lib/app/clock.ts";
import { archiveFolder } from "#lib/domain/engagement/archive-key.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import type { FrontDoor, WebhookAnswer, WebhookRequest, WebhookSecrets } from "#lib/networks/network.ts";
import type { IngestQueue, Tally, WebhookArchive } from "./ports.ts";
import type { TrustedSecrets } from "./trusted-secrets.ts";

export interface ReceiveServices {
  /** By network. */
  readonly frontDoors: ReadonlyMap<string, FrontDoor>;
  readonly secrets: TrustedSecrets;
  readonly archive: WebhookArchive;
  readonly queue: IngestQueue;
  readonly tally: Tally;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
}

/**
 * Larger bodies travel as a claim check. Inside the envelope JSON may write one byte as six, and a queue takes 1 MiB;
 * besides, a queue bills every 64 KiB as a request, so that reading the archive is the cheaper way.
 */
const MAX_QUEUED_BYTES = 160 * 1024;

/**
 * The front door: believes a call or not, keeps it, answers. It looks into no body. 200 means: in the archive and in
 * the queue.
 */
export async function receiveWebhook(
  name: string,
  request: WebhookRequest,
  services: ReceiveServices,
): Promise<WebhookAnswer> {
  const door = services.frontDoors.get(name);
  if (!door) return answer(404, "no such webhook");

  const handshake = await services.secrets.use(name, (secrets) => shakeHands(door, request, secrets));
  if (handshake) return handshake;
  if (request.method !== "POST") return answer(405, "webhooks are POSTed");
  if (isUnsigned(door, request)) {
    services.tally.add("WebhookUnsigned");
    return answer(401, "the signature is missing");
  }
  const isBelieved = await services.secrets.use(name, (secrets) => {
    const isAuthentic = door.isAuthentic(request, secrets);
    return { value: isAuthentic, mayBeStale: !isAuthentic };
  });
  if (!isBelieved) {
    services.tally.add("WebhookForged");
    return answer(403, "the signature is wrong");
  }
  await keep(name, request.body, services);
  return answer(200, "ok");
}

function shakeHands(door: FrontDoor, request: WebhookRequest, secrets: WebhookSecrets) {
  const value = door.handshake(request, secrets);
  return { value, mayBeStale: value !== undefined && value.status >= 400 };
}

function isUnsigned({ signatureHeader }: FrontDoor, { headers }: WebhookRequest): boolean {
  return signatureHeader !== undefined && !headers[signatureHeader];
}

async function keep(network: string, body: Uint8Array, services: ReceiveServices): Promise<void> {
  const now = services.clock.now();
  const deliveryId = services.newId();
  const archiveKey = `${archiveFolder(network, now)}${deliveryId}`;
  const delivery: Delivery = { version: 1, deliveryId, network, receivedAt: now.toISOString(), archiveKey };

  const text = body.byteLength <= MAX_QUEUED_BYTES ? asText(body) : undefined;
  if (text === undefined) {
    // A claim check must not be in the queue before what it stands for is in the archive.
    await services.archive.put(archiveKey, body);
    await services.queue.send(delivery);
    return;
  }
  await Promise.all([services.archive.put(archiveKey, body), services.queue.send({ ...delivery, body: text })]);
}

/** Undefined for bytes that are not UTF-8: as text they would not survive the queue. */
function asText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function answer(status: number, body: string): WebhookAnswer {
  return { status, contentType: "text/plain; charset=utf-8", body };
}
