import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  earlierRecord,
  entryIn,
  idsIn,
  namedRecord,
  rowIn,
  settled,
  standingIn,
} from "#lib/app/publishing/calendar/ledger/difference-records.ts";

/** What people write, NUL excepted: no calendar holds one. */
const rowId = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "u", "r", "-", "é", "🥐", "@") });
const publicationId = fc.stringMatching(/^p[a-z2-7]{3}(\.comment)?$/);

describe("the records of a comparison", () => {
  it("hold a row of the file, whatever its id is made of", () => {
    const row = fc.record({
      rowId,
      publicationIds: fc.array(publicationId, { minLength: 1 }),
      isRefused: fc.boolean(),
      isUnchanged: fc.boolean(),
    });
    const property = fc.property(row, (written) => {
      const record = namedRecord(written);
      expect({ rowId: rowIn(record), publicationIds: idsIn(record), ...standingIn(record) }).toEqual(written);
    });
    fc.assert(property);
  });

  it("hold what an earlier upload has asked for", () => {
    const dueAt = fc.date({ noInvalidDate: true });
    const entry = fc.record({ rowId, publicationId, dueAt, isSettled: fc.boolean() });
    const property = fc.property(entry, (written) => {
      const record = earlierRecord(written, written.isSettled);
      expect(entryIn(record)).toEqual(written);
      expect(entryIn(settled(record))).toEqual({ ...written, isSettled: true });
    });
    fc.assert(property);
  });
});
