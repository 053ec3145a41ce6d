import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { DomainEvent, EventPublisher } from "#lib/app/events.ts";

/** EventBridge takes this many events in one call. */
const EVENTS_PER_CALL = 10;

/** Antenne's own bus: source `antenne`, the event's type as `detail-type`. */
export class EventBus implements EventPublisher {
  readonly #client: EventBridgeClient;
  readonly #name: string;

  constructor(client: EventBridgeClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async publish(events: readonly DomainEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += EVENTS_PER_CALL) {
      await this.#put(events.slice(start, start + EVENTS_PER_CALL));
    }
  }

  async #put(events: readonly DomainEvent[]): Promise<void> {
    const Entries = events.map(({ type, detail }) => ({
      EventBusName: this.#name,
      Source: "antenne",
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount = 0, Entries: answers = [] } = await this.#client.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount === 0) return;
    const code = answers.find(({ ErrorCode }) => ErrorCode)?.ErrorCode;
    throw new Error(`the event bus refused ${FailedEntryCount} events: ${code}`);
  }
}
