import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { announcement, delayAnnouncement } from "#lib/app/publishing/announce.ts";
import { accountsEvents } from "#lib/domain/accounts/events.ts";
import { engagementEvents } from "#lib/domain/engagement/events.ts";
import { measurementEvents } from "#lib/domain/measurement/events.ts";
import { CalendarImported } from "#lib/domain/publishing/calendar/events.ts";
import { publishingEvents } from "#lib/domain/publishing/events.ts";
import type { PublicationState } from "#lib/domain/publishing/publication.ts";
import { aPublication } from "#test/support/a-publication.ts";

const page = readFileSync(new URL("../../docs/messages.md", import.meta.url), "utf8");
const samples = new URL("../../events/bus/", import.meta.url);
const described = {
  CalendarImported,
  ...publishingEvents,
  ...engagementEvents,
  ...measurementEvents,
  ...accountsEvents,
};

/** `PublicationPublished` is in `publication-published.json`. */
function sampleName(event: string): string {
  return event.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

describe("the events of the bus", () => {
  it.each(Object.entries(described))("%s is described in docs/messages.md, field by field", (name, schema) => {
    const words = new Set(page.match(/\w+/g));
    const missing = [name, ...Object.keys(schema.shape)].filter((word) => !words.has(word));

    expect(missing).toEqual([]);
  });

  it.each<[keyof typeof publishingEvents, PublicationState]>([
    ["PublicationPublished", "published"],
    ["PublicationUncertain", "uncertain"],
    ["PublicationInReview", "review"],
    ["PublicationFailed", "failed"],
    ["PublicationMissed", "missed"],
    ["PublicationCancelled", "cancelled"],
  ])("%s, as it is announced, fits its schema", (type, state) => {
    const event = announcement(
      aPublication({ state, question: "is-it-live", reason: "because", publishedAt: new Date(0), latenessMs: 3 }),
    );

    expect(event?.type).toBe(type);
    expect(publishingEvents[type].strict().parse(JSON.parse(JSON.stringify(event?.detail)))).toBeTruthy();
  });

  it("PublicationDelayed, as it is announced, fits its schema", () => {
    const { detail } = delayAnnouncement(aPublication({ reason: "slow down" }));

    expect(publishingEvents.PublicationDelayed.strict().parse(JSON.parse(JSON.stringify(detail)))).toBeTruthy();
  });

  it.each(Object.entries(described))("%s has a sample in events/bus, which fits its schema", (name, schema) => {
    const sample = readFileSync(new URL(`${sampleName(name)}.json`, samples), "utf8");

    expect(schema.strict().parse(JSON.parse(sample))).toBeTruthy();
  });

  it("have no sample of an event that is not there", () => {
    expect(readdirSync(samples).toSorted()).toEqual(
      Object.keys(described)
        .map((name) => `${sampleName(name)}.json`)
        .toSorted(),
    );
  });

  it("carry no text of a post", () => {
    const event = announcement(aPublication({ state: "published", draft: { text: "secret plans", media: [] } }));

    expect(JSON.stringify(event)).not.toContain("secret plans");
  });
});
