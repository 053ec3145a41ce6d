import type { ChannelOpener } from "#lib/app/accounts/channel-access.ts";
import type { Budgets, Line } from "#lib/app/accounts/rates/budgets.ts";
import type { Log } from "#lib/app/log.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import { reasonOf } from "#lib/domain/accounts/rates/budget.ts";
import type { MessageReceived } from "#lib/domain/engagement/inbound.ts";
import { type Message, withContent } from "#lib/domain/engagement/message.ts";
import { NetworkError, RateLimitedError } from "#lib/networks/errors.ts";
import type { Http } from "#lib/networks/http.ts";
import { changeMessage } from "./change-message.ts";
import type { MessageStore, NetworkFinder, Tally } from "./ports.ts";
import { contentOf } from "./store-event.ts";

export interface HydrationServices {
  readonly networks: NetworkFinder;
  readonly messages: MessageStore;
  readonly openChannel: ChannelOpener;
  readonly budgets: Pick<Budgets, "open">;
  readonly http: Http;
  readonly tally: Tally;
  readonly log: Log;
}

export interface Hydration {
  readonly event: MessageReceived;
  readonly channel: Channel;
  /** Counts the times that the delivery came off the queue, from 1. */
  readonly attempt: number;
}

/** After so many tries a customer has waited long enough: the agent gets the message as it is, with its address. */
const MAX_ATTEMPTS = 3;

/**
 * Fetches text and author where the network told only an id. The bare message is stored already, so that nothing is
 * lost if this fails: it is retried with the delivery, and what cannot be fetched is passed on without its text.
 */
export async function completeMessage(
  message: Message,
  hydration: Hydration,
  services: HydrationServices,
): Promise<Message> {
  const { event, channel } = hydration;
  const isMissing = message.content?.isComplete === false && message.deletedAt === undefined;
  const network = services.networks(channel.network);
  const hydrate = network?.webhook?.hydrate;
  if (!isMissing || !hydrate) return message;
  const line = await services.budgets.open(channel, network, services.http);
  try {
    refuseIfClosed(line);
    const access = await services.openChannel(channel, line.http);
    const full = await access.read((context) => hydrate(event, context));
    return await merge(message, { ...full, needsHydration: false }, hydration, services);
  } catch (error) {
    if (mayWorkLater(error) && hydration.attempt < MAX_ATTEMPTS) throw error;
    const why = error instanceof Error ? error.name : "unknown";
    services.tally.add("MessageHydrationFailed");
    services.log.warn("message is passed on without its text", { messageId: message.messageId, why });
    return message;
  } finally {
    await line.settled();
  }
}

/** @throws RateLimitedError in the network's place */
function refuseIfClosed(line: Line): void {
  const closure = line.closure("fetching");
  if (closure) throw new RateLimitedError(reasonOf(closure), { retryAt: closure.until });
}

async function merge(
  message: Message,
  full: MessageReceived,
  { channel }: Hydration,
  { messages }: HydrationServices,
): Promise<Message> {
  const receivedAt = message.content?.receivedAt ?? full.occurredAt;
  const content = contentOf(full, { channel, receivedAt });
  const changed = await changeMessage(message, (known) => withContent(known, content), messages);
  return changed.message;
}

function mayWorkLater(error: unknown): boolean {
  return !(error instanceof NetworkError && error.retry === "never");
}
