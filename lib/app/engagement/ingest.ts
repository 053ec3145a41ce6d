import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Delivery } from "#lib/domain/engagement/delivery.ts";
import type { IgnoredEvent, InboundEvent, UnknownEvent } from "#lib/domain/engagement/inbound.ts";
import { completeMessage, type HydrationServices } from "./complete-message.ts";
import { inLanes } from "./in-lanes.ts";
import type { NetworkFinder, TallyName, WebhookArchive } from "./ports.ts";
import { type SettleServices, settleMessage } from "./settle-message.ts";
import { type ChannelEvent, storeEvent } from "./store-event.ts";

export interface IngestServices extends HydrationServices, SettleServices {
  readonly networks: NetworkFinder;
  readonly archive: Pick<WebhookArchive, "get">;
  readonly channels: ChannelDirectory;
}

/**
 * Explodes one delivery into its events and carries each out. All of it may be repeated: what was done is recognised.
 * What nobody here understands is counted; the raw body stays in the archive.
 *
 * @param attempt counts the times that this delivery came off the queue, from 1.
 * @throws AggregateError when some events failed: the others are done.
 */
export async function ingest(delivery: Delivery, services: IngestServices, attempt = 1): Promise<void> {
  const events = await eventsOf(delivery, services);
  const channels = await services.channels.list();
  for (const event of events) if (!isAboutChannel(event)) services.tally.add(TALLY_OF[event.type]);

  const lane = (event: ChannelEvent) => ("threadRemoteId" in event ? event.threadRemoteId : event.remoteId);
  await inLanes(events.filter(isAboutChannel), lane, async (event) => {
    const channel = channels.find(
      ({ network, remoteId }) => network === delivery.network && remoteId === event.channelRemoteId,
    );
    if (!channel) return services.tally.add("EventForUnknownChannel");
    await carryOut(event, { channel, delivery, attempt }, services);
  });
}

async function carryOut(
  event: ChannelEvent,
  { channel, delivery, attempt }: { channel: Channel; delivery: Delivery; attempt: number },
  services: IngestServices,
): Promise<void> {
  const receivedAt = new Date(delivery.receivedAt);
  const stored = await storeEvent(event, { channel, receivedAt }, services);
  if (!stored) return;
  const message =
    event.type === "message" ? await completeMessage(stored, { event, channel, attempt }, services) : stored;
  await settleMessage(message, services);
}

async function eventsOf(delivery: Delivery, services: IngestServices): Promise<readonly InboundEvent[]> {
  const webhook = services.networks(delivery.network)?.webhook;
  if (!webhook) return [{ type: "unknown", what: "a network that is not registered" }];
  const body = delivery.body ?? new TextDecoder().decode(await services.archive.get(delivery.archiveKey));
  const parsed = parseJson(body);
  return parsed === undefined ? [{ type: "unknown", what: "not JSON" }] : webhook.events(parsed.json);
}

function parseJson(body: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function isAboutChannel(event: InboundEvent): event is ChannelEvent {
  return event.type !== "unknown" && event.type !== "ignored";
}

const TALLY_OF: Readonly<Record<(IgnoredEvent | UnknownEvent)["type"], TallyName>> = {
  ignored: "EventIgnored",
  unknown: "EventUnknown",
};
