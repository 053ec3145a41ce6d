import { documentClient } from "#lib/aws/document-client.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { PublicationsTable } from "#lib/aws/publications-table.ts";
import type { Outputs } from "./target.ts";

/** The publications of a target, and the index that lists them. */
export function openPublications({ PublicationsTableName: table }: Pick<Outputs, "PublicationsTableName">) {
  const client = documentClient();
  const hours = new HourDirectory(client, table);
  return {
    publications: new PublicationsTable(client, table, hours),
    dueIndex: new DueIndexTable(client, table, hours),
  };
}
