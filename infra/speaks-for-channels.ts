import type { Stack } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { type Binding, putsEvents, readsSecrets, readsTable, storesTokens, updatesItemsOf } from "./bindings.ts";
import type { Storage } from "./parts/storage.ts";

interface Surroundings {
  readonly storage: Storage;
  readonly bus: IEventBus;
  readonly parameterPrefix: string;
}

/**
 * All that it takes to speak to networks in the name of channels: their tokens, the refreshing of those under a lock, and
 * the parking of a channel that needs a person.
 */
export function speaksForChannels(stack: Stack, { storage, bus, parameterPrefix }: Surroundings): readonly Binding[] {
  return [
    readsTable("CHANNELS_TABLE", storage.channels),
    // Their state, and neither their configuration nor a stop.
    updatesItemsOf("STATES", "CHANNELS_TABLE", storage.channels),
    readsSecrets(stack, parameterPrefix, "channels", "networks"),
    storesTokens(stack, parameterPrefix),
    putsEvents(bus),
  ];
}
