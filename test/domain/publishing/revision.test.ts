import { describe, expect, it } from "vitest";
import { decideRevision } from "#lib/domain/publishing/revision.ts";
import { aPublication } from "#test/support/a-publication.ts";

const uploadedAt = new Date("2026-11-24T08:00:00.000Z");
const cancelled = (by: string) =>
  aPublication({
    state: "cancelled",
    followUp: { kind: "comment", parentId: "p0" },
    history: [{ at: uploadedAt, what: "cancelled", by }],
  });

describe("an upload that names a first comment which was cancelled", () => {
  it.each([
    ["plans it again when its post had come to nothing", "publisher", "replan"],
    ["plans it again when its row had been gone", "import", "replan"],
    ["leaves it cancelled when a person wanted that", "alice", "called-off"],
  ])("%s", (_, by, revision) => {
    expect(decideRevision(cancelled(by), aPublication(), uploadedAt)).toBe(revision);
  });

  it("leaves it cancelled once its time is over", () => {
    const afterwards = new Date("2026-11-24T10:00:00.000Z");

    expect(decideRevision(cancelled("publisher"), aPublication(), afterwards)).toBe("called-off");
  });
});
