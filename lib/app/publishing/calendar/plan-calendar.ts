import type { Channel } from "#lib/domain/accounts/channel.ts";
import { withFollowUps } from "#lib/domain/publishing/calendar/follow-ups.ts";
import { planRow } from "#lib/domain/publishing/calendar/plan-row.ts";
import type { PlanContext, RowPlan } from "#lib/domain/publishing/calendar/row-plan.ts";
import { type CalendarSettings, NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import type { ImageAdapter } from "../media/image-adapter.ts";
import { adaptImages } from "./adapt-images.ts";
import { inBatches } from "./batches.ts";
import type { FileDefaults, FileRules } from "./file-rules.ts";
import { FlightChecks } from "./flight-checks.ts";
import { identityIn } from "./identity.ts";
import { NamedFiles } from "./named-files.ts";
import type { OpenCalendar } from "./open-calendar.ts";
import type { PlannedRow } from "./planned-row.ts";
import type { CalendarSource, MediaCatalogue, NetworkFinder } from "./ports.ts";
import type { PlannedDays } from "./quotas/ports.ts";
import { RepeatedRows } from "./repeated-rows.ts";
import { memoryScratch, type OpenScratch } from "./scratch.ts";
import { assignSlots } from "./slots/assign-slots.ts";
import type { PlannedInstants, SlotClaims } from "./slots/ports.ts";
import { SlotBook } from "./slots/slot-book.ts";

export interface PlanServices {
  readonly channels: readonly Channel[];
  readonly media: MediaCatalogue;
  readonly findNetwork: NetworkFinder;
  /** Makes copies of images that a network takes; in a dry run nobody does. */
  readonly images?: ImageAdapter;
  /** For rows for which neither they themselves, nor their file, nor their channel names a time zone. */
  readonly defaultTimeZone: string;
  /** For files that do not say it themselves. */
  readonly defaults?: FileDefaults;
  /** @default none */
  readonly settings?: CalendarSettings;
  /** What is planned already, as far as posting slots go; nothing when it is left out. */
  readonly planned?: PlannedInstants;
  /** The same, as far as the limits of networks go. */
  readonly plannedDays?: PlannedDays;
  /** Left out where nothing is planned for good. */
  readonly slotClaims?: SlotClaims;
  /** Rows that are put into the plan together. @default a thousand at first, then some hundred */
  readonly batchSize?: number;
  /** Where more is noted than memory may hold; memory itself when it is left out. */
  readonly openScratch?: OpenScratch;
}

/** Rows that are judged together: enough to ask the stores in few calls, few enough to hold in memory. */
const BATCH = 100;

/** Judges the rows of one calendar, in batches and in order. */
export async function* planCalendar(
  { name, uploadedAt }: Pick<CalendarSource, "name" | "uploadedAt">,
  { rows, rules }: OpenCalendar,
  services: PlanServices,
): AsyncGenerator<readonly PlannedRow[]> {
  using firstLines = (services.openScratch ?? memoryScratch)();
  const repeated = new RepeatedRows(firstLines, rules.say);
  const flight = new FlightChecks(services.findNetwork, rules.say);
  const { planned, slotClaims: claims, settings = NO_SETTINGS } = services;
  const book = new SlotBook({ slots: settings.slots, planned, claims, from: uploadedAt });
  const files = new NamedFiles(services.media, name);
  const identify = identityIn({ calendar: name, isOfNamedCalendar: rules.namesCalendar });
  const context = { ...planContext(rules, services), lookUpMedia: files.lookedUp, identify };
  for await (const batch of inBatches(rows(), BATCH)) {
    await files.lookUp(batch);
    const judged = batch.map((row) => planRow(row, context));
    const assigned = await assignSlots(judged, { book, planned, say: rules.say });
    const plans = await adaptImages(assigned, { images: services.images, say: rules.say });
    yield plans.map((plan) => flight.warn(repeated.refuse(withPublications(plan))));
  }
}

function planContext(rules: FileRules, services: PlanServices): Omit<PlanContext, "lookUpMedia" | "identify"> {
  const { groups, slots, approvals, channelDefaults } = services.settings ?? NO_SETTINGS;
  return {
    channels: services.channels,
    groups,
    slots,
    approvals,
    channelDefaults,
    fileApproval: rules.approval,
    fileImageFit: rules.imageFit,
    fileLateness: rules.lateness,
    defaultChannels: rules.defaultChannels,
    ignoresChannelColumn: rules.ignoresChannelColumn,
    fileTimeZone: rules.timeZone,
    defaultTimeZone: services.defaultTimeZone,
    dateOrder: rules.dateOrder,
    say: rules.say,
    rulesOf: (network) => services.findNetwork(network)?.publishing,
    imageLimitsOf: (network) => services.findNetwork(network)?.limits,
  };
}

function withPublications(plan: RowPlan): PlannedRow {
  return { plan, publications: plan.posts.flatMap(withFollowUps) };
}
