import { randomUUID } from "node:crypto";
import type { PresentPlan } from "#lib/app/publishing/calendar/check-calendar.ts";
import { earlierParts } from "#lib/app/publishing/calendar/ledger/manifest.ts";
import { publicationPreview } from "#lib/app/publishing/plan-publications.ts";
import { CalendarRecordsTable } from "#lib/aws/calendar-records-table.ts";
import { bucketClient } from "#lib/aws/clients.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { ManifestBucket } from "#lib/aws/manifest-bucket.ts";
import { openPublications } from "./open-publications.ts";
import type { Outputs } from "./target.ts";

/** What a target has planned now, to compare a calendar with. */
export function presentPlan(target: Outputs): PresentPlan {
  const records = new CalendarRecordsTable(documentClient(), target.PublicationsTableName, randomUUID);
  const manifests = new ManifestBucket(bucketClient(), target.CalendarBucketName);
  const { publications, dueIndex } = openPublications(target);
  return {
    planner: publicationPreview({ publications, listing: dueIndex }),
    async *earlier(calendar) {
      const { record } = await records.read(calendar);
      yield* earlierParts(calendar, record.runs, manifests);
    },
  };
}
