import type {
  InboundEvent,
  MessageDeleted,
  MessageEdited,
  MessageReceived,
  StatusChanged,
} from "#lib/domain/engagement/inbound.ts";

/** The channel that the events below are about. */
export const CHANNEL = {
  channelId: "chirper/acme",
  network: "chirper",
  name: "acme",
  remoteId: "page-1",
} as const;

export function anInstant(time: string): Date {
  return new Date(`2026-11-23T${time}Z`);
}

const base = { channelRemoteId: CHANNEL.remoteId, occurredAt: anInstant("09:00:00") };

export function aComment(given: Partial<MessageReceived> = {}): MessageReceived {
  const remoteId = given.remoteId ?? "m1";
  return {
    ...base,
    type: "message",
    eventKey: `add:${remoteId}`,
    kind: "comment",
    remoteId,
    threadRemoteId: "thread-1",
    text: "Is it in stock?",
    author: { remoteId: "u1", name: "Zoé" },
    attachments: [],
    postRemoteId: "post-1",
    isOwn: false,
    ...given,
  };
}

export function aDirectMessage(given: Partial<MessageReceived> = {}): MessageReceived {
  return aComment({ kind: "direct", threadRemoteId: "u1", postRemoteId: undefined, ...given });
}

export function anEdit(given: Partial<MessageEdited> = {}): MessageEdited {
  const { remoteId = "m1", text = "Is it in stock now?", occurredAt = anInstant("09:01:00") } = given;
  const eventKey = `edit:${remoteId}:${occurredAt.getTime()}:${text}`;
  return { ...base, type: "edit", remoteId, text, eventKey, occurredAt, ...given };
}

export function aDeletion(given: Partial<MessageDeleted> = {}): MessageDeleted {
  const { remoteId = "m1" } = given;
  const eventKey = `remove:${remoteId}`;
  return { ...base, type: "deletion", remoteId, eventKey, occurredAt: anInstant("09:02:00"), ...given };
}

export function aStatus(given: Partial<StatusChanged> = {}): StatusChanged {
  const { status = "delivered", remoteId } = given;
  const eventKey = `${status}:${remoteId}`;
  return { ...base, type: "status", status, threadRemoteId: "u1", eventKey, ...given };
}

/** A webhook body of the test network: the events themselves, as JSON. */
export function bodyOf(events: readonly InboundEvent[]): string {
  return JSON.stringify({ events });
}
