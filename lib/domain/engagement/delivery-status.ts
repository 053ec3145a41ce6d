/** How far a message of ours has come, in this order. */
export const DELIVERY_STATUSES = ["sent", "delivered", "read"] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** The one that is further: a late "sent" never takes back a "read". */
export function furtherStatus(
  one: DeliveryStatus | undefined,
  other: DeliveryStatus | undefined,
): DeliveryStatus | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return DELIVERY_STATUSES.indexOf(one) >= DELIVERY_STATUSES.indexOf(other) ? one : other;
}

/** What the other person has received and read of a conversation, for networks that tell only "everything until then". */
export interface Receipts {
  readonly deliveredUntil?: Date;
  readonly readUntil?: Date;
}

/** The status that a conversation's receipts give to a message of ours from `sentAt`. */
export function statusByReceipts(sentAt: Date, { deliveredUntil, readUntil }: Receipts): DeliveryStatus {
  if (readUntil && sentAt.getTime() <= readUntil.getTime()) return "read";
  if (deliveredUntil && sentAt.getTime() <= deliveredUntil.getTime()) return "delivered";
  return "sent";
}
