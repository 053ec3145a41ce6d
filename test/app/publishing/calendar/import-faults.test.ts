import { describe, expect, it } from "vitest";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { TurnLostError } from "#lib/app/publishing/calendar/ledger/import-turn.ts";
import type { Foresee } from "#lib/app/publishing/calendar/ports.ts";
import { LEASE_MS } from "#lib/domain/publishing/calendar/turns.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { UPLOADED_AT } from "#test/support/calendars.ts";

const KEY = "calendars/december.csv";
const HEADER = "id,date,time,channels,text";
const row = (id: string, text = id) => `${id},2026-12-01,09:00,facebook,${text}`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ""].join("\n");

const OLDER = file(row("a"), row("b"), row("c"), row("late"));
const NEWER = file(row("a", "A"), row("c"), row("d"));
/** What is planned, and what is cancelled, once the newer file has won. */
const WON = {
  planned: ["A on facebook", "c on facebook", "d on facebook"],
  cancelled: ["b on facebook", "late on facebook"],
};

type Importer = ReturnType<typeof anImporter>;

const states = ({ inState }: Importer) => ({ planned: inState("planned"), cancelled: inState("cancelled") });

class Killed extends Error {}

/** The importer as a process that is killed at its `last` write: neither that nor anything later happens. */
function dyingAt(last: number, importer: Importer) {
  let writes = 0;
  const mortal = <Argument extends unknown[], Result>(write: (...args: Argument) => Promise<Result>) => {
    return async (...args: Argument): Promise<Result> => {
      writes += 1;
      if (writes >= last) throw new Killed();
      return await write(...args);
    };
  };
  const { ledger, calendars, services, publications } = importer;
  const store = {
    getMany: (ids: readonly string[]) => publications.getMany(ids),
    add: mortal((added: readonly Publication[]) => publications.add(added)),
    apply: mortal((...args: Parameters<typeof publications.apply>) => publications.apply(...args)),
  };
  return {
    services: {
      ...services,
      planner: importer.plannerOf(store),
      records: {
        read: (name: string) => ledger.read(name),
        write: mortal((...args: Parameters<typeof ledger.write>) => ledger.write(...args)),
      },
      manifests: {
        readPart: (...args: Parameters<typeof ledger.readPart>) => ledger.readPart(...args),
        writePart: mortal((...args: Parameters<typeof ledger.writePart>) => ledger.writePart(...args)),
        removePart: mortal((...args: Parameters<typeof ledger.removePart>) => ledger.removePart(...args)),
      },
      calendars: {
        find: (key: string) => calendars.find(key),
        writeReport: mortal((...args: Parameters<typeof calendars.writeReport>) => calendars.writeReport(...args)),
      },
      events: { publish: mortal(services.events.publish) },
    },
    get writes() {
      return writes;
    },
  };
}

/** Whoever can go on without time passing has done so. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("an import that is killed", () => {
  it("is finished by its redelivery, whichever write was its last, and nothing is written twice", async () => {
    const whole = anImporter();
    await whole.upload(OLDER);
    whole.put(NEWER);
    const counting = dyingAt(Number.POSITIVE_INFINITY, whole);
    await importCalendar(KEY, counting.services);
    expect(states(whole)).toEqual(WON);

    for (let last = 1; last <= counting.writes; last++) {
      const importer = anImporter();
      await importer.upload(OLDER);
      importer.put(NEWER);
      await expect(importCalendar(KEY, dyingAt(last, importer).services)).rejects.toThrow(Killed);

      importer.clock.advance(LEASE_MS + 1);
      const { outcome } = await importer.again();

      expect(outcome).toMatch(/^imported/);
      expect({ last, ...states(importer) }).toEqual({ last, ...WON });
      expect(importer.publications.writeCount).toBe(whole.publications.writeCount);
      expect(importer.report()).toContain("late,2026-12-01T09:00:00+00:00,,facebook/lumiere,late,cancelled,");
    }
  });

  it("loses no row of what it planned, although the next file names none of it", async () => {
    for (let last = 3; last <= 12; last++) {
      const importer = anImporter();
      importer.put(OLDER);
      await importCalendar(KEY, dyingAt(last, importer).services).catch(() => {});
      importer.put(file(row("d")));
      importer.clock.advance(LEASE_MS + 1);

      await importer.again();

      expect(importer.inState("planned")).toEqual(["d on facebook"]);
    }
  });
});

describe("two uploads of one calendar", () => {
  /** An import of the older file that stops when it has written down what it will plan, until it is let go on. */
  function stalled(content = OLDER) {
    const importer = anImporter();
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { planner } = importer.services;
    const plan: typeof planner.plan = async (planned, uploadedAt, how) => {
      const foresee: Foresee = async (results) => {
        await how?.foresee?.(results);
        await gate;
      };
      return await planner.plan(planned, uploadedAt, { ...how, foresee });
    };
    importer.put(content);
    const older = importCalendar(KEY, { ...importer.services, planner: { ...planner, plan } });
    older.catch(() => {});
    return { importer, older, letGo: () => letGo() };
  }

  it("end with the newer one, when it comes while the older one is imported", async () => {
    const { importer, older, letGo } = stalled();
    await idle();
    importer.put(NEWER);
    const newer = importer.again();
    await idle();
    letGo();

    await Promise.all([older, newer]);

    expect(states(importer)).toEqual(WON);
  });

  it("end with the newer one, when their messages come in the wrong order", async () => {
    const importer = anImporter();
    importer.put(OLDER);
    importer.put(NEWER);

    // Both messages name the key, and whoever comes first reads what is there.
    await Promise.all([importer.again(), importer.again()]);

    expect(importer.inState("planned")).toEqual(WON.planned);
    expect(importer.publications.all()).toHaveLength(3);
  });

  it("end with the newer one, although the older one sleeps through its lease and wakes afterwards", async () => {
    const { importer, older, letGo } = stalled();
    await idle();
    importer.put(NEWER);
    importer.clock.advance(LEASE_MS + 1);
    await importer.again();
    letGo();
    await expect(older).rejects.toThrow(TurnLostError);
    expect(importer.inState("planned")).toContain("late on facebook");

    // Its message comes again, as of every import that failed.
    await importer.again();

    expect(states(importer)).toEqual(WON);
  });

  it("stops the older one between two batches of rows, once a newer one waits", async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => row(`r-${index}`));
    const { importer, older, letGo } = stalled(file(...many));
    await idle();
    importer.put(NEWER);
    const newer = importer.again();
    await idle();
    letGo();

    expect(await older).toEqual({ outcome: "superseded", calendar: "december" });
    // Nobody was told that the first batch is planned: no guard keeps it.
    expect(await newer).toMatchObject({ outcome: "imported", added: 3, cancelled: 1_000, warnings: 0 });
    expect(importer.inState("planned")).toEqual(WON.planned);
  });

  it("end with the newer one, when it is another file of the same calendar, killed at whichever write", async () => {
    const before = new Date(UPLOADED_AT.getTime() + 60_000);
    const after = new Date(UPLOADED_AT.getTime() + 120_000);
    const renamed = `#calendar: december\n${NEWER}`;
    for (let last = 1; last <= 20; last++) {
      const importer = anImporter();
      await importer.upload(OLDER);
      importer.put(file(row("a", "between"), row("e")), before);
      importer.put(renamed, after, "december v2");
      await importCalendar("calendars/december v2.csv", dyingAt(last, importer).services).catch(() => {});
      importer.clock.advance(LEASE_MS + 1);

      // The newer one's message comes again, before that of the older one or beside it.
      if (last % 2 === 0) await Promise.all([importer.again(), importer.again("december v2")]);
      else for (const name of ["december v2", "december"]) await importer.again(name);

      expect({ last, planned: importer.inState("planned") }).toEqual({ last, planned: WON.planned });
      if (last % 2 === 0) continue;
      expect(importer.report()).toContain("a newer file of the calendar “december” has been imported");
    }
  });

  it("leaves an upload to the import that is at work on it", async () => {
    const { importer, older, letGo } = stalled();
    await idle();
    const again = importer.again();
    await idle();
    letGo();

    expect(await older).toMatchObject({ outcome: "imported", added: 4 });
    expect(await again).toEqual({ outcome: "imported-already", calendar: "december" });
    expect(importer.report()).toContain(",planned,");
  });
});
