import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import type { Stamp } from "#lib/domain/publishing/transitions/transition.ts";
import type { ConnectAhead, Http } from "#lib/networks/http.ts";
import type { MediaSource, Network, Publishing } from "#lib/networks/network.ts";
import type { ChannelAccess, ChannelOpener } from "../accounts/channel-access.ts";
import type { ChannelDirectory, NoAccessError } from "../accounts/ports.ts";
import type { Budgets, Line } from "../accounts/rates/budgets.ts";
import type { Clock } from "../clock.ts";
import type { EventPublisher } from "../events.ts";
import type { Log } from "../log.ts";
import type { MediaCatalogue } from "./calendar/ports.ts";
import type { Carried } from "./carried-progress.ts";
import type { Departures } from "./departures.ts";
import type { PublishingGate } from "./gate.ts";
import type { CopyOrders } from "./media/late-copies.ts";
import type { PublicationStore, PublishQueue } from "./ports.ts";

/** Everything outside that the publishing worker needs. */
export interface PublishServices {
  readonly clock: Clock;
  /** A fresh, unique id for a write. */
  readonly newId: () => string;
  readonly publications: PublicationStore;
  readonly publishQueue: PublishQueue;
  readonly channels: ChannelDirectory;
  readonly openChannel: ChannelOpener;
  readonly gate: PublishingGate;
  readonly findNetwork: (name: string) => Network | undefined;
  readonly media: MediaSource;
  /** For files that came after their calendar. */
  readonly mediaCatalogue: MediaCatalogue;
  readonly copies: CopyOrders;
  readonly http: Http;
  readonly connectAhead: ConnectAhead;
  readonly budgets: Pick<Budgets, "open">;
  /** Runs few staging steps at a time: each may hold a whole image in memory. */
  readonly stagingLane: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly departures: Departures;
  readonly events: EventPublisher;
  readonly log: Log;
}

/** What a publication is taken on with: the services, and its channel, opened if that is possible. */
export interface PublishingDesk {
  readonly services: PublishServices;
  readonly publishing: Publishing;
  readonly channel: Channel;
  /** The error says why nobody can speak for the channel now. */
  readonly access: ChannelAccess | NoAccessError;
  readonly line: Line;
  readonly carried: Carried;
  /** Publications of the channel that this worker has in hand: as many may wait for the same budget. */
  readonly crowdCount: number;
  /** Milliseconds until this worker is ended. */
  readonly remainingMs: () => number;
}

/** What the steps that speak to the network work with. */
export interface OpenDesk extends PublishingDesk {
  readonly access: ChannelAccess;
}

export function stamp({ clock, newId }: Pick<PublishServices, "clock" | "newId">): Stamp {
  return { now: clock.now(), claimId: newId() };
}

/** The same for every attempt: what a network that honours such a key is given. */
export function commitKeyOf({ publicationId, revision }: Publication): string {
  return `${publicationId}-${revision}`;
}
