import type { Clock } from "#lib/app/clock.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { withMemorySpill } from "#lib/app/publishing/calendar/ledger/memory-spill.ts";
import type { Upload } from "#lib/app/publishing/calendar/resume/ports.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { plannedDays } from "#lib/app/publishing/planned-days.ts";
import { plannedInstants } from "#lib/app/publishing/planned-instants.ts";
import { PlannedLately } from "#lib/app/publishing/planned-lately.ts";
import type { DelayedJob, PublicationStore } from "#lib/app/publishing/ports.ts";
import { type CalendarSettings, NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import type { Publication, PublicationState } from "#lib/domain/publishing/publication.ts";
import { aCalendar, CHANNELS, findNetwork, InMemoryCalendars, InMemoryMedia, UPLOADED_AT } from "./calendars.ts";
import { InMemoryLedger } from "./in-memory-ledger.ts";
import { InMemoryOutcomes } from "./in-memory-outcomes.ts";
import { InMemoryPublications } from "./in-memory-publications.ts";

const keyOf = (name = "december") => `calendars/${name}.csv`;

/** Time stands still unless it is advanced: whoever sleeps only lets the others go on. */
class ManualClock implements Clock {
  #now: number;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** An importer with everything around it in memory. */
export function anImporter(settings: CalendarSettings = NO_SETTINGS) {
  const calendars = new InMemoryCalendars();
  const publications = new InMemoryPublications();
  const ledger = new InMemoryLedger();
  const media = new InMemoryMedia("a.jpg");
  const sent: DelayedJob[] = [];
  const events: DomainEvent[] = [];
  const clock = new ManualClock(UPLOADED_AT);
  const publishQueue = { send: async (jobs: readonly DelayedJob[]) => void sent.push(...jobs) };
  const bus = { publish: async (batch: readonly DomainEvent[]) => void events.push(...batch) };
  let ids = 0;
  const newId = () => `w${++ids}`;
  const lately = new PlannedLately();
  const plannerOf = (store: PublicationStore) =>
    publicationPlanner({ clock, newId, publications: store, publishQueue, events: bus, listing: publications, lately });
  const continued: Upload[] = [];
  const services = {
    outcomes: new InMemoryOutcomes(),
    continuations: {
      send: async (upload: Upload) => void continued.push(upload),
    },
    calendars,
    media,
    findNetwork,
    clock,
    newId,
    records: ledger,
    manifests: ledger,
    withSpill: withMemorySpill,
    defaultTimeZone: "UTC",
    planner: plannerOf(publications),
    channels: { list: async () => CHANNELS },
    settings: { read: async () => settings },
    planned: plannedInstants({ publications, dueIndex: publications }),
    plannedDays: plannedDays({ publications, listing: publications, lately }),
    events: bus,
  };
  const put = (content: string | Uint8Array, uploadedAt = UPLOADED_AT, name = "december") => {
    calendars.files.set(keyOf(name), aCalendar(content, { name, uploadedAt }));
  };
  const importNow = (name?: string) => importCalendar(keyOf(name), services);
  return {
    services,
    plannerOf,
    publications,
    ledger,
    media,
    calendars,
    clock,
    sent,
    events,
    /** The rests of uploads that other runs were asked to import. */
    continued,
    /** Puts a file into the bucket, and imports nothing. */
    put,
    upload: async (content: string | Uint8Array, uploadedAt = UPLOADED_AT, name = "december") => {
      put(content, uploadedAt, name);
      return await importNow(name);
    },
    again: importNow,
    report: (name = "december") => calendars.reports.get(`reports/${name}.result.csv`) ?? "",
    reportBytes: () => calendars.reportBytes.get("reports/december.result.csv") ?? Buffer.alloc(0),
    encodings: calendars.encodings,
    /** The publications by state, as `text on channel`. */
    inState: (state: PublicationState) =>
      publications
        .all()
        .filter((each) => each.state === state)
        .map(told)
        .toSorted(),
  };
}

function told({ draft, channelId }: Publication): string {
  return `${draft.text} on ${channelId.split("/")[0]}`;
}
