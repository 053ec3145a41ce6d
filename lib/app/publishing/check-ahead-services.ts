import type { Http } from "#lib/networks/http.ts";
import type { Network } from "#lib/networks/network.ts";
import type { ChannelOpener } from "../accounts/channel-access.ts";
import type { ChannelDirectory } from "../accounts/ports.ts";
import type { Budgets } from "../accounts/rates/budgets.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import type { Log } from "../log.ts";
import type { MediaCatalogue } from "./calendar/ports.ts";
import type { ConditionReader } from "./gate.ts";
import type { CopyOrders } from "./media/late-copies.ts";
import type { PublicationStore } from "./ports.ts";

/** Everything outside that checking ahead needs. */
export interface CheckAheadServices {
  readonly clock: Clock;
  /** A fresh, unique id for a write. */
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly channels: ChannelDirectory;
  readonly conditions: ConditionReader;
  readonly openChannel: ChannelOpener;
  readonly http: Http;
  readonly budgets: Pick<Budgets, "open">;
  readonly findNetwork: (name: string) => Network | undefined;
  readonly media: MediaCatalogue;
  readonly copies: CopyOrders;
  readonly events: EventPublisher;
  readonly log: Log;
}
