import type { Channel } from "#lib/domain/accounts/channel.ts";
import { describeParking, type Parking } from "#lib/domain/accounts/channel-condition.ts";
import type { DomainEvent } from "../events.ts";
import type { AccountServices } from "./account-services.ts";
import { ChannelParkedError, type StoredCredentials } from "./ports.ts";

/** Whoever parks a channel tells people at once; after this somebody else does, because that one died in between. */
const TELL_AGAIN_MS = 60_000;

type ParkingServices = Pick<AccountServices, "clock" | "states" | "events" | "log" | "vault">;

/**
 * Takes a channel out of service until a person has stored a new token. However many workers are refused, the one whose
 * write counts tells people.
 */
export async function parkChannel(
  channel: Channel,
  { refused, reason }: { readonly refused: StoredCredentials; readonly reason: string },
  services: ParkingServices,
): Promise<void> {
  const parking = { since: services.clock.now(), reason, tokenVersion: refused.version };
  const isOurs = await services.states.park(channel.channelId, parking);
  if (!isOurs) return;
  services.log.warn("a channel needs reconnecting", { channelId: channel.channelId });
  await tell(channel, parking, services);
}

/** At least once, should this worker die in between; the mark keeps everybody else from saying it again. */
async function tell(
  { channelId, network }: Channel,
  { since, reason }: Parking,
  { states, events, clock }: ParkingServices,
): Promise<void> {
  const detail = { version: 1, channelId, network, reason, at: since.toISOString() };
  await events.publish([{ type: "ChannelNeedsReconnecting", detail }]);
  await states.markTold(channelId, clock.now());
}

/**
 * Lets through only what may speak. A token that was stored since the channel was parked, by whatever way, ends that.
 *
 * @throws ChannelParkedError
 */
export async function passParking(channel: Channel, services: ParkingServices): Promise<void> {
  const { states, vault, clock } = services;
  const parking = await states.parking(channel.channelId);
  if (!parking) return;
  const { version } = await vault.credentials(channel, { fresh: true });
  if (version > parking.tokenVersion) return await unparkChannel(channel, services);
  const isUntold = parking.toldAt === undefined && clock.now().getTime() - parking.since.getTime() > TELL_AGAIN_MS;
  if (isUntold) await tell(channel, parking, services);
  throw new ChannelParkedError(describeParking(channel.channelId, parking));
}

/** Puts a channel back into service. */
export async function unparkChannel(
  channel: Channel,
  { states, events, clock }: Pick<ParkingServices, "states" | "events" | "clock">,
): Promise<void> {
  if (await states.unpark(channel.channelId)) await events.publish([reconnected(channel, clock.now())]);
}

function reconnected({ channelId, network }: Channel, now: Date): DomainEvent {
  return { type: "ChannelReconnected", detail: { version: 1, channelId, network, at: now.toISOString() } };
}
