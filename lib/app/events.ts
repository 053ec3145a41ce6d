/** Something that happened and that the world outside may want to know: an event for the bus. No secrets, no texts. */
export interface DomainEvent {
  /** For example `PublicationPublished`. */
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventPublisher {
  publish(events: readonly DomainEvent[]): Promise<void>;
}
