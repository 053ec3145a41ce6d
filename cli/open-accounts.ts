import { randomUUID } from "node:crypto";
import { BudgetsTable } from "#lib/aws/budgets-table.ts";
import { StoredChannelStates } from "#lib/aws/channel-states.ts";
import { ChannelsTable } from "#lib/aws/channels-table.ts";
import { busClient, parameterClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { TokenVault } from "#lib/aws/token-vault.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import type { Outputs } from "./target.ts";

/** The channels of a target: what they are, how they are, and where their tokens lie. */
export function openAccounts({ ChannelsTableName: table, ParameterPrefix, EventBusName }: Outputs) {
  return {
    clock: systemClock,
    newId: randomUUID,
    channels: new ChannelsTable(documentClient(), table, systemClock.now),
    budgets: new BudgetsTable(documentClient(), table),
    states: new StoredChannelStates(documentClient(), table),
    vault: new TokenVault(parameterClient(), ParameterPrefix, systemClock.now),
    events: new EventBus(busClient(), EventBusName),
    log: { info: () => {}, warn: () => {} },
  };
}
