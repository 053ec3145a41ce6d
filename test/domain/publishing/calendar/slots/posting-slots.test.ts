import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PostingSlots, readSlots, writeSlots } from "#lib/domain/publishing/calendar/slots/posting-slots.ts";

const written = (text: string) => {
  const slots = readSlots(text);
  return "unreadable" in slots ? slots : writeSlots(slots);
};

describe("readSlots", () => {
  it.each([
    ["mon-fri 09:20,14:10; sat 10:00", "mon-fri 09:20, 14:10; sat 10:00"],
    ["lun-ven 9h20, 14h10 ; sam 10h", "mon-fri 09:20, 14:10; sat 10:00"],
    ["Monday, Wednesday 9:20 PM", "mon,wed 21:20"],
    ["mardi et jeudi 18h", "tue,thu 18:00"],
    ["daily 18:00 19:30", "mon-sun 18:00, 19:30"],
    ["tous les jours 18:00", "mon-sun 18:00"],
    ["sat-mon 08:00", "mon,sat,sun 08:00"],
    ["sun: 08:00:30", "sun 08:00:30"],
    ["mon 09:00; mon 09:00, 08:00", "mon 08:00, 09:00"],
  ])("understands %j", (text, expected) => {
    expect(written(text)).toBe(expected);
  });

  it.each([
    ["mon-fri", "mon-fri"],
    ["mon 09:00; someday 10:00", "someday 10:00"],
    ["mon 25:00", "mon 25:00"],
    ["09:00", "09:00"],
    ["", ""],
    ["mon-", "mon-"],
  ])("says which part of %j it cannot read", (text, unreadable) => {
    expect(written(text)).toEqual({ unreadable });
  });

  it("reads back whatever it writes", () => {
    const slot = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      second: fc.constantFrom(0, 0, 30),
    });
    const text = fc.array(slot, { minLength: 1, maxLength: 20 }).map((slots) => {
      const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
      return slots
        .map((each) => `${days[each.weekday - 1]} ${each.hour}:${String(each.minute).padStart(2, "0")}`)
        .join(";");
    });
    fc.assert(
      fc.property(text, (each) => {
        const slots = readSlots(each) as PostingSlots;

        expect(readSlots(writeSlots(slots))).toEqual(slots);
      }),
    );
  });
});
