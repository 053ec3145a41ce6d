import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { narrate, narrateLog, render } from "#local/narrator.ts";

const publication = {
  version: 1,
  publicationId: "p1",
  calendar: "december",
  rowId: "row-1",
  channelId: "x/lumiere",
  network: "x",
  dueAt: "2026-12-01T09:00:00.000Z",
};
const message = {
  version: 1,
  messageId: "m1",
  conversationId: "c1",
  network: "facebook",
  channelId: "facebook/lumiere",
  kind: "direct",
  occurredAt: "2026-12-01T09:00:00.000Z",
  event: "created",
  revision: 1,
};
const reply = { version: 1, replyId: "r1", conversationId: "c1", network: "instagram", channelId: "instagram/lumiere" };
const reason = "the network said no";

const calendar = {
  version: 1,
  calendar: "december",
  key: "calendars/december.csv",
  reportKey: "reports/december.result.csv",
  rows: 12,
  imported: 11,
  rejected: 1,
  warnings: 0,
  refused: false,
  problems: [{ line: 9, column: "date", problem: "is over", remedy: "choose another", severity: "error" }],
};

const numbers = {
  version: 1,
  channelId: "x/lumiere",
  network: "x",
  subjectCount: 5,
  valueCount: 30,
  at: "2026-12-01T09:00:00.000Z",
};

const texts = (type: string, detail: unknown) => narrate(type, detail).map(({ what, text }) => `${what}: ${text}`);

describe("narrate", () => {
  it.each<[string, object, string, RegExp]>([
    [
      "PublicationFailed",
      { ...publication, reason, parentId: "p0" },
      "failed",
      /x\/lumiere, below its post: the network/,
    ],
    [
      "PublicationPublished",
      { ...publication, publishedAt: publication.dueAt, latenessMs: 12, url: "https://x.com/1" },
      "published",
      /12 ms late {2}https:\/\/x\.com\/1/,
    ],
    [
      "PublicationPublished",
      { ...publication, publishedAt: publication.dueAt, latenessMs: 2_340 },
      "published",
      /2\.3 s/,
    ],
    ["PublicationFailed", { ...publication, reason }, "failed", /the network said no/],
    ["PublicationUncertain", { ...publication, reason }, "uncertain", /the network said no/],
    [
      "PublicationInReview",
      { ...publication, reason, question: "is-it-live" },
      "review",
      /is it live\? the network said no/,
    ],
    ["PublicationDelayed", { ...publication, reason, until: publication.dueAt }, "waits", /the network said no/],
    ["PublicationMissed", { ...publication, reason }, "missed", /the network said no/],
    ["MessageRouted", message, "message", /Facebook, direct created.*c1/],
    ["ReplySent", { ...reply, remoteId: "9", sentAt: message.occurredAt }, "answered", /Instagram \(c1\)/],
    ["ReplyFailed", { ...reply, reason }, "reply", /Instagram: not sent: the network said no/],
    ["SnapshotsStored", numbers, "snapshot", /x\/lumiere: 30 numbers of 5 subjects/],
  ])("tells %s in one line", (type, detail, what, words) => {
    const [line, ...more] = narrate(type, detail);

    expect(line).toMatchObject({ what, text: expect.stringMatching(words) });
    expect(more).toEqual([]);
  });

  it("tells an import with every problem, where it is and what to do", () => {
    expect(texts("CalendarImported", calendar)).toEqual([
      "calendar: december: imported 11 rows of 12, 1 rejected  (result: reports/december.result.csv)",
      ": line 9, column date: is over → choose another",
    ]);
  });

  it("says that a whole file cannot be read", () => {
    const [line] = texts("CalendarImported", { ...calendar, refused: true, rows: 0, imported: 0, rejected: 0 });

    expect(line).toContain("cannot be read");
  });

  it.each(["MessageReceived", "SomethingNew"])("has nothing to say about %s", (type) => {
    expect(narrate(type, { version: 1 })).toEqual([]);
  });

  const staged = { level: "INFO", message: "publication staged", network: "x", rowId: "row-1", channelId: "x/lumiere" };

  it("tells what the publisher logs of a post that is staged", () => {
    expect(narrateLog(staged)).toMatchObject([
      { what: "staged", text: expect.stringMatching(/X +row-1 on x\/lumiere/) },
    ]);
  });

  it.each([undefined, "text", { level: "INFO", message: "token refreshed" }])(
    "says nothing of other logs: %j",
    (record) => {
      expect(narrateLog(record)).toEqual([]);
    },
  );

  it("puts the time before what happened", () => {
    const [line] = narrateLog(staged);
    const at = new Date(2026, 11, 1, 9, 5, 7);

    const rendered = line && stripVTControlCharacters(render(line, at));

    expect(rendered).toMatch(/^09:05:07 {2}staged {6}X/);
  });
});
