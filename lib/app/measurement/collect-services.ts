import type { ChannelOpener } from "#lib/app/accounts/channel-access.ts";
import { type ChannelDirectory, NoAccessError } from "#lib/app/accounts/ports.ts";
import type { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { Clock } from "#lib/app/clock.ts";
import type { EventPublisher } from "#lib/app/events.ts";
import type { Log } from "#lib/app/log.ts";
import type { CollectionJob } from "#lib/domain/measurement/collection-job.ts";
import type { Http } from "#lib/networks/http.ts";
import type { Network } from "#lib/networks/network.ts";
import type { MeasuringDesk } from "./collect-subjects.ts";
import type { MetricsQueue, SnapshotStore } from "./ports.ts";

/** Everything outside that the measuring worker needs. */
export interface CollectServices {
  readonly clock: Pick<Clock, "now">;
  readonly channels: ChannelDirectory;
  readonly openChannel: ChannelOpener;
  readonly findNetwork: (name: string) => Network | undefined;
  readonly http: Http;
  readonly budgets: Pick<Budgets, "open">;
  readonly snapshots: SnapshotStore;
  readonly queue: MetricsQueue;
  readonly events: EventPublisher;
  readonly log: Log;
}

/** Nobody waits for a number: a network that takes longer is asked again later. */
const READ_TIMEOUT_MS = 10_000;

/** Opens the job's channel for reading; undefined, with a line in the log, where that cannot be done. */
export async function openDesk(
  { channelId }: CollectionJob,
  services: CollectServices,
  remainingMs: () => number,
): Promise<MeasuringDesk | undefined> {
  const { clock, log, snapshots } = services;
  const channel = (await services.channels.list()).find((each) => each.channelId === channelId);
  const network = channel && services.findNetwork(channel.network);
  const insights = network?.insights;
  if (!channel || !insights) {
    log.warn("numbers are asked for of a channel that has none", { channelId });
    return undefined;
  }
  const http: Http = (request) => services.http({ ...request, timeoutMs: READ_TIMEOUT_MS });
  const line = await services.budgets.open(channel, network, http);
  const access = await services.openChannel(channel, line.http).catch(unlessClosed);
  if (!access) {
    log.warn("nobody can speak for a channel: its numbers stand still", { channelId });
    return undefined;
  }
  return { insights, access, line, snapshots, clock, remainingMs };
}

function unlessClosed(error: unknown): undefined {
  if (!(error instanceof NoAccessError)) throw error;
}
