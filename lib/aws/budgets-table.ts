import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { BudgetStore } from "#lib/app/accounts/rates/ports.ts";
import { type Budget, budgetKey } from "#lib/domain/accounts/rates/budget.ts";
import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import { toItem } from "./conditional-update.ts";
import { writeIf } from "./write-if.ts";

const Instant = z.iso.datetime().transform((text) => new Date(text));

const BudgetItem = z.object({
  network: z.string(),
  channelId: z.string().optional(),
  name: z.string(),
  concerns: z.array(z.enum(PURPOSES)),
  usedShare: z.number(),
  askedAt: Instant,
  readAt: Instant,
  until: Instant,
});

/**
 * Budgets beside the channels, in the channels table: one partition for each network, tens of items that are overwritten
 * and always read together. Functions may write nothing else there (`infra/parts`).
 */
export class BudgetsTable implements BudgetStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  /** @param table the channels table */
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** An item that another release wrote in another way is left out: not to know it delays nothing. */
  async read(network: string): Promise<readonly Budget[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :partition",
        ExpressionAttributeValues: { ":partition": partitionOf(network) },
      },
    );
    const budgets: Budget[] = [];
    for await (const { Items = [] } of pages)
      budgets.push(...Items.flatMap((item) => BudgetItem.safeParse(item).data ?? []));
    return budgets;
  }

  /** The condition is `supersedes`, as the table can evaluate it: ISO instants compare as instants do. */
  async record(budget: Budget): Promise<void> {
    const { askedAt, readAt, usedShare } = budget;
    await writeIf(
      this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { pk: partitionOf(budget.network), sk: budgetKey(budget), ...toItem(budget) },
          ConditionExpression:
            "attribute_not_exists(pk) OR #readAt < :askedAt OR (#readAt <= :readAt AND #usedShare <= :usedShare)",
          ExpressionAttributeNames: { "#readAt": "readAt", "#usedShare": "usedShare" },
          ExpressionAttributeValues: {
            ":askedAt": askedAt.toISOString(),
            ":readAt": readAt.toISOString(),
            ":usedShare": usedShare,
          },
        }),
      ),
    );
  }
}

function partitionOf(network: string): string {
  return `BUDGET#${network}`;
}
