import * as z from "zod";
import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { GraphTime } from "./timestamp.ts";
import { GraphId } from "./wire.ts";

/** One thing that a delivery tells, still in Meta's words. */
export interface Leaf {
  /** Our page or profile. */
  readonly channelRemoteId: string;
  /** When Meta sent it, for values that carry no time of their own. */
  readonly sentAt: Date;
  /** `messaging`, `standby`, or the field of a change such as `feed`. */
  readonly field: string;
  readonly value: unknown;
}

const Entry = z.object({
  id: GraphId,
  time: GraphTime,
  changes: z.array(z.object({ field: z.string(), value: z.unknown() })).optional(),
  messaging: z.array(z.unknown()).optional(),
  standby: z.array(z.unknown()).optional(),
  field: z.string().optional(),
  value: z.unknown().optional(),
});

const Delivery = z.object({ object: z.string(), entry: z.array(z.unknown()) });

/**
 * Takes a delivery apart, entry by entry, and reads each leaf on its own: one that makes no sense spoils no other.
 * Meta's examples disagree about the shape: the body may be a list, and an entry may carry its one change flat.
 */
export function explode(object: string, body: unknown, read: (leaf: Leaf) => readonly InboundEvent[]): InboundEvent[] {
  const deliveries = Array.isArray(body) ? body : [body];
  return deliveries.flatMap((each) => {
    const delivery = Delivery.safeParse(each);
    if (!delivery.success) return [unknown("delivery without object and entry")];
    if (delivery.data.object !== object) return [unknown(`object ${delivery.data.object}`)];
    return delivery.data.entry.flatMap((entry) => readEntry(entry, read));
  });
}

function readEntry(raw: unknown, read: (leaf: Leaf) => readonly InboundEvent[]): readonly InboundEvent[] {
  const entry = Entry.safeParse(raw);
  if (!entry.success) return [unknown("entry without id and time")];
  const { id: channelRemoteId, time: sentAt } = entry.data;
  const contents = contentsOf(entry.data);
  if (contents.length === 0) return [unknown("entry without changes or messages")];
  return contents.flatMap(({ field, value }) => read({ channelRemoteId, sentAt, field, value }));
}

function contentsOf({
  changes,
  messaging,
  standby,
  field,
  value,
}: z.infer<typeof Entry>): Pick<Leaf, "field" | "value">[] {
  const flat = field === undefined ? [] : [{ field, value }];
  return [
    ...(changes ?? flat),
    ...(messaging ?? []).map((item) => ({ field: "messaging", value: item })),
    ...(standby ?? []).map((item) => ({ field: "standby", value: item })),
  ];
}

export function unknown(what: string): InboundEvent {
  return { type: "unknown", what };
}

export function ignored(what: string): InboundEvent {
  return { type: "ignored", what };
}
