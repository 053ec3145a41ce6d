import type { CollectServices } from "#lib/app/measurement/collect-services.ts";
import type { PlanServices } from "#lib/app/measurement/plan-collection.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { busClient, queueClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { SqsMetricsQueue } from "#lib/aws/metrics-queue.ts";
import { MetricsTable } from "#lib/aws/metrics-table.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { openChannels } from "./account-services.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { networkBudgets } from "./network-budgets.ts";
import { networkHttp } from "./network-http.ts";

interface MeasurementEnv {
  readonly CHANNELS_TABLE: string;
  readonly METRICS_TABLE: string;
  readonly METRICS_QUEUE_URL: string;
}

export function planServices(env: MeasurementEnv & { readonly PUBLICATIONS_TABLE: string }): PlanServices {
  const client = documentClient();
  const hours = new HourDirectory(client, env.PUBLICATIONS_TABLE);
  return {
    findNetwork,
    clock: systemClock,
    channels: new ChannelsTable(client, env.CHANNELS_TABLE, systemClock.now),
    archive: new DueIndexTable(client, env.PUBLICATIONS_TABLE, hours),
    cursor: new MetricsTable(client, env.METRICS_TABLE),
    queue: new SqsMetricsQueue(queueClient(), env.METRICS_QUEUE_URL),
  };
}

export function collectServices(
  env: MeasurementEnv & { readonly EVENT_BUS_NAME: string; readonly PARAMETER_PREFIX: string },
): CollectServices {
  const client = documentClient();
  return {
    findNetwork,
    clock: systemClock,
    channels: new ChannelsTable(client, env.CHANNELS_TABLE, systemClock.now),
    openChannel: openChannels(env),
    http: networkHttp(),
    budgets: networkBudgets(env),
    snapshots: new MetricsTable(client, env.METRICS_TABLE),
    queue: new SqsMetricsQueue(queueClient(), env.METRICS_QUEUE_URL),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    log: logger,
  };
}
