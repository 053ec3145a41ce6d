import type { Channel } from "#lib/domain/accounts/channel.ts";
import { type MediaLookup, mediaNames } from "#lib/domain/publishing/calendar/media.ts";
import { type PlanContext, planRow, type RowPlan } from "#lib/domain/publishing/calendar/plan-row.ts";
import type { CalendarRow } from "#lib/domain/publishing/calendar/row.ts";
import { inBatches } from "./batches.ts";
import { publicationIdOf, rowIdFromContent } from "./identity.ts";
import type { PlannedRow } from "./planned-row.ts";
import type { MediaCatalogue, NetworkFinder } from "./ports.ts";
import { RepeatedRows } from "./repeated-rows.ts";

export interface PlanServices {
  readonly channels: readonly Channel[];
  readonly media: MediaCatalogue;
  readonly findNetwork: NetworkFinder;
  /** For rows that name no time zone. */
  readonly defaultTimeZone: string;
}

/** Rows that are judged together: enough to ask the stores in few calls, few enough to hold in memory. */
const BATCH = 100;

/** Judges the rows of one calendar, in batches and in order. */
export async function* planCalendar(
  calendar: string,
  rows: AsyncIterable<CalendarRow>,
  services: PlanServices,
): AsyncGenerator<readonly PlannedRow[]> {
  const repeated = new RepeatedRows();
  for await (const batch of inBatches(rows, BATCH)) {
    const context = await planContext(batch, services);
    yield batch.map((row) => repeated.refuse(identified(calendar, planRow(row, context))));
  }
}

async function planContext(rows: readonly CalendarRow[], services: PlanServices): Promise<PlanContext> {
  const names = [...new Set(rows.flatMap((row) => mediaNames(row.values.media)))];
  const looked = await Promise.all(names.map(async (name) => [name, await services.media.lookUp(name)] as const));
  const files = new Map<string, MediaLookup>(looked);
  return {
    channels: services.channels,
    defaultTimeZone: services.defaultTimeZone,
    rulesOf: (network) => services.findNetwork(network)?.publishing,
    lookUpMedia: (name) => files.get(name) ?? { found: false },
  };
}

function identified(calendar: string, plan: RowPlan): PlannedRow {
  const { id } = plan.row.values;
  const publications = plan.posts.map((post) => {
    const rowId = id === "" ? rowIdFromContent(post) : id;
    return { publicationId: publicationIdOf(calendar, rowId, post.channel.channelId), calendar, rowId, ...post };
  });
  return { plan, publications };
}
