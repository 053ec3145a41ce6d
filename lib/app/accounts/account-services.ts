import type { Http } from "#lib/networks/http.ts";
import type { Network } from "#lib/networks/network.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import type { Log } from "../log.ts";
import type { ChannelStates, CredentialSource, TokenStore } from "./ports.ts";

/** Everything outside that it takes to speak for a channel, and to keep its token good. */
export interface AccountServices {
  readonly clock: Clock;
  /** A fresh, unique id for a write. */
  readonly newId: () => string;
  readonly vault: CredentialSource & TokenStore;
  readonly states: ChannelStates;
  readonly findNetwork: (name: string) => Network | undefined;
  readonly http: Http;
  readonly events: EventPublisher;
  readonly log: Log;
}
