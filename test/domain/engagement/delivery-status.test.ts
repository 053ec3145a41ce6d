import { describe, expect, it } from "vitest";
import { type DeliveryStatus, furtherStatus, statusByReceipts } from "#lib/domain/engagement/delivery-status.ts";

describe("furtherStatus", () => {
  it.each<[DeliveryStatus | undefined, DeliveryStatus | undefined, DeliveryStatus | undefined]>([
    ["read", "sent", "read"],
    ["sent", "delivered", "delivered"],
    [undefined, "sent", "sent"],
    ["delivered", undefined, "delivered"],
    [undefined, undefined, undefined],
  ])("of %s and %s is %s, in either order", (one, other, further) => {
    expect([furtherStatus(one, other), furtherStatus(other, one)]).toEqual([further, further]);
  });
});

describe("statusByReceipts", () => {
  const receipts = { readUntil: new Date(1_000), deliveredUntil: new Date(2_000) };

  it.each<[number, DeliveryStatus]>([
    [999, "read"],
    [1_000, "read"],
    [1_001, "delivered"],
    [2_001, "sent"],
  ])("of a message from instant %i is %s", (sentAt, status) => {
    expect(statusByReceipts(new Date(sentAt), receipts)).toBe(status);
  });
});
