import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CancelEvidence, whyNotCancel } from "#lib/domain/publishing/calendar/cancel-guard.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";

const plain: CancelEvidence = { isCut: false, mayBeCut: false, unknownRows: 0, upcoming: 20, missingUpcoming: 5 };
const why = (changes: Partial<CancelEvidence>) => whyNotCancel({ ...plain, ...changes }, sayIn("en"))?.problem;

describe("whyNotCancel", () => {
  it.each<[string, Partial<CancelEvidence>, string | undefined]>([
    ["lets a few go", {}, undefined],
    ["lets a handful go, although it is all that is to come", { upcoming: 5 }, undefined],
    ["lets half go", { missingUpcoming: 10 }, undefined],
    ["keeps more than half", { missingUpcoming: 11 }, "11 of the 20 posts"],
    ["lets more than half go when the file says so", { missingUpcoming: 20, told: "yes" }, undefined],
    ["keeps everything when the file says so", { told: "no" }, "5 posts that are still to come"],
    ["keeps everything of a file that is cut", { isCut: true, told: "yes" }, "the file ends in the middle"],
    ["keeps everything of a file that may be cut", { mayBeCut: true }, "the file has no line end"],
    ["lets it go when the file says that it is whole", { mayBeCut: true, told: "yes" }, undefined],
    ["keeps everything when a rejected row may be any of them", { unknownRows: 2, told: "yes" }, "2 rejected rows"],
    ["has nothing to say when nothing is missing", { missingUpcoming: 0, isCut: true, unknownRows: 3 }, undefined],
  ])("%s", (_, changes, begins) => {
    if (begins === undefined) expect(why(changes)).toBeUndefined();
    else expect(why(changes)).toMatch(new RegExp(`^${begins}`));
  });

  it("never lets most of a calendar go that nobody has agreed to", () => {
    const evidence = fc.record({
      isCut: fc.boolean(),
      mayBeCut: fc.boolean(),
      unknownRows: fc.nat(3),
      upcoming: fc.integer({ min: 0, max: 1000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(evidence, ({ share, ...rest }) => {
        const missingUpcoming = Math.floor(rest.upcoming * share);
        const mayGo = whyNotCancel({ ...rest, missingUpcoming }, sayIn("fr")) === undefined;
        expect(mayGo && missingUpcoming > Math.max(5, rest.upcoming / 2)).toBe(false);
        expect(mayGo && missingUpcoming > 0 && (rest.isCut || rest.mayBeCut || rest.unknownRows > 0)).toBe(false);
      }),
    );
  });
});
