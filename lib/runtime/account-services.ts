import { type ChannelOpener, channelOpener } from "#lib/app/accounts/channel-access.ts";
import { StoredChannelStates } from "#lib/aws/channel-states.ts";
import { busClient, parameterClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { TokenVault } from "#lib/aws/token-vault.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import { systemClock } from "./clock.ts";
import { logger } from "./logger.ts";
import { networkHttp } from "./network-http.ts";
import { newId } from "./new-id.ts";

export interface AccountEnv {
  readonly CHANNELS_TABLE: string;
  readonly EVENT_BUS_NAME: string;
  readonly PARAMETER_PREFIX: string;
}

/** The one way to speak to a network in a channel's name, for every function that does. */
export function openChannels(env: AccountEnv): ChannelOpener {
  return channelOpener({
    clock: systemClock,
    newId,
    vault: new TokenVault(parameterClient(), env.PARAMETER_PREFIX, systemClock.now),
    states: new StoredChannelStates(documentClient(), env.CHANNELS_TABLE),
    findNetwork,
    http: networkHttp(),
    events: new EventBus(busClient(), env.EVENT_BUS_NAME),
    log: logger,
  });
}
