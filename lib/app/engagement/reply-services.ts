import type { ChannelOpener } from "#lib/app/accounts/channel-access.ts";
import type { ChannelDirectory } from "#lib/app/accounts/ports.ts";
import type { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { Clock } from "#lib/app/clock.ts";
import type { ReplyStamp } from "#lib/domain/engagement/reply-transitions.ts";
import type { Http } from "#lib/networks/http.ts";
import type { AnnounceServices } from "./announce-reply.ts";
import type { ConversationReader, NetworkFinder, ReplyStore } from "./ports.ts";

export interface ReplyServices extends AnnounceServices {
  readonly replies: ReplyStore;
  readonly conversations: Pick<ConversationReader, "messages">;
  readonly networks: NetworkFinder;
  readonly channels: ChannelDirectory;
  readonly openChannel: ChannelOpener;
  readonly http: Http;
  readonly budgets: Pick<Budgets, "open">;
  readonly clock: Pick<Clock, "now">;
  readonly newId: () => string;
}

/** A name of its own for each write. */
export function stamp({ clock, newId }: Pick<ReplyServices, "clock" | "newId">): ReplyStamp {
  return { now: clock.now(), claimId: newId() };
}
