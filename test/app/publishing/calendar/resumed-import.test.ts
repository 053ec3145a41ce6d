import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importCalendar } from "#lib/app/publishing/calendar/import-calendar.ts";
import { anImporter } from "#test/support/an-importer.ts";
import { mortal } from "#test/support/mortal.ts";

const KEY = "calendars/december.csv";
const HEADER = "id,date,time,channels,text";
const ROWS = 110;
const BATCH = 20;

const rowOf = (id: number, text = `Bonjour ${id}`) =>
  `${id},2026-12-${String(1 + (id % 28)).padStart(2, "0")},${String(id % 24).padStart(2, "0")}:00,x,${text}`;
const calendarOf = (rows: readonly string[]) => `${[HEADER, ...rows].join("\n")}\n`;

/** What is uploaded first: every second row of the next upload, and a few that are not in it. */
const EARLIER = calendarOf(Array.from({ length: ROWS / 2 + 20 }, (_, id) => rowOf(2 * id)));
/** Adds rows, changes some, leaves the last ones out, and has a few that are wrong. */
const NEWER = calendarOf(
  Array.from({ length: ROWS }, (_, id) =>
    id % 17 === 5 ? `${id},2026-02-30,09:00,x,Bugnes` : rowOf(id, id % 10 === 0 ? `Salut ${id}` : undefined),
  ),
);
const NEWER_AT = new Date("2026-10-02T00:00:00Z");

/** The first upload is imported, the second one lies there. */
async function aStage() {
  const importer = anImporter();
  Object.assign(importer.services, { batchSize: BATCH });
  await importer.upload(EARLIER);
  importer.put(NEWER, NEWER_AT);
  importer.events.length = 0;
  return importer;
}

type Importer = Awaited<ReturnType<typeof aStage>>;

/** Everything that people and networks will see. */
function outcomeOf({ publications, report, events }: Importer) {
  const planned = publications.all().map(({ publicationId, state, dueAt, draft, revision, reason }) => {
    return JSON.stringify([publicationId, state, dueAt, draft, revision, reason]);
  });
  return {
    planned: planned.toSorted(),
    report: report(),
    event: events.findLast(({ type }) => type === "CalendarImported"),
  };
}

async function undisturbed() {
  const importer = await aStage();
  await importer.again();
  return outcomeOf(importer);
}

/** An import whose nth call to the world is its last; until nobody takes it for alive any more. */
async function killedAt(importer: Importer, call: number): Promise<void> {
  await importCalendar(KEY, mortal(importer.services, call)).catch(() => {});
  importer.clock.advance(10 * 60_000);
}

/** An import that dies when it has added half of what its next batch adds. */
async function killedWhileAdding(importer: Importer): Promise<void> {
  const { publications } = importer;
  const add = publications.add.bind(publications);
  publications.add = async (all) => {
    await add(all.slice(0, all.length / 2));
    throw new Error("killed");
  };
  await importCalendar(KEY, mortal(importer.services, Number.POSITIVE_INFINITY)).catch(() => {});
  publications.add = add;
  importer.clock.advance(10 * 60_000);
}

describe("an import that is killed", () => {
  it("comes to the same end as one that was never disturbed, wherever that happens, and however often", async () => {
    const wanted = await undisturbed();
    const kill = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant("while adding" as const));
    const property = fc.asyncProperty(fc.array(kill, { minLength: 1, maxLength: 4 }), async (kills) => {
      const importer = await aStage();
      for (const at of kills) await (at === "while adding" ? killedWhileAdding(importer) : killedAt(importer, at));

      await importer.again();

      expect(outcomeOf(importer)).toEqual(wanted);
    });
    await fc.assert(property, { numRuns: 10 });
  }, 120_000);

  it("asks the plan for no batch that was done before", async () => {
    const importer = await aStage();
    const { planner } = importer.services;
    const asked: number[] = [];
    const plan: typeof planner.plan = async (planned, ...rest) => {
      asked.push(planned.length);
      return await planner.plan(planned, ...rest);
    };
    Object.assign(importer.services, { planner: { ...planner, plan } });
    const before = importer.publications.writeCount;
    for (let call = 1; importer.publications.writeCount - before < 2 * BATCH && call < 100; call++)
      await killedAt(importer, call);
    asked.length = 0;

    await importer.again();

    expect(asked.length).toBeLessThanOrEqual(ROWS / BATCH - 2);
  });
});

describe("an upload that is replaced after its import was killed", () => {
  it("leaves nothing behind once the newer one is imported", async () => {
    const importer = await aStage();
    for (let call = 1; importer.services.outcomes.size === 0 && call < 100; call++) await killedAt(importer, call);
    expect(importer.services.outcomes.size).toBe(1);

    await importer.upload(`${EARLIER}${rowOf(1_000)}\n`, new Date(NEWER_AT.getTime() + 60_000));

    expect(importer.services.outcomes.size).toBe(0);
  });
});

describe("an import that runs out of time", () => {
  it("is continued batch by batch, to the same end", async () => {
    const wanted = await undisturbed();
    const importer = await aStage();
    const noTime = { remainingMs: () => 0 };
    const outcomes: string[] = [];

    for (let next = await importCalendar(KEY, importer.services, noTime); ; ) {
      outcomes.push(next.outcome);
      const rest = importer.continued.shift();
      if (!rest) break;
      next = await importCalendar(rest.key, importer.services, { ...noTime, continues: rest.version });
    }

    expect(outcomes).toEqual([...Array<string>(Math.floor(ROWS / BATCH)).fill("paused"), "imported"]);
    expect(outcomeOf(importer)).toEqual(wanted);
  });

  it("does nothing when it is asked to continue what is finished, or was replaced", async () => {
    const importer = await aStage();
    await importCalendar(KEY, importer.services, { remainingMs: () => 0 });
    const [rest] = importer.continued;
    await importer.again();
    const ended = outcomeOf(importer);

    const late = await importCalendar(KEY, importer.services, { continues: rest?.version });
    await importer.upload(EARLIER, new Date("2026-10-03T00:00:00Z"));
    const replaced = await importCalendar(KEY, importer.services, { continues: rest?.version });

    expect([late.outcome, replaced.outcome]).toEqual(["over", "over"]);
    expect(ended.event).toBeDefined();
    expect(importer.continued).toHaveLength(1);
  });

  it("leaves an upload that was replaced meanwhile to the import of the newer one", async () => {
    const importer = await aStage();
    await importCalendar(KEY, importer.services, { remainingMs: () => 0 });
    const newest = calendarOf([rowOf(0), rowOf(1)]);
    importer.put(`#cancel missing: yes\n${newest}`, new Date("2026-10-03T00:00:00Z"));

    const summary = await importer.again();

    expect(summary).toMatchObject({ outcome: "imported", rows: 2 });
    expect(importer.inState("planned")).toEqual(["Bonjour 0 on x", "Bonjour 1 on x"]);
  });
});
