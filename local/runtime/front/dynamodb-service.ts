import * as z from "zod";
import type { DynamoDb, DynamoDbAnswer } from "../emulators/dynamodb.ts";
import { type JsonObject, JsonRecord } from "../json.ts";
import type { RequestCounter } from "../request-counts.ts";

const READS = ["GetItem", "BatchGetItem", "Query", "Scan"];
const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

const Capacity = z.object({ CapacityUnits: z.number() });
const Answer = z.object({
  ConsumedCapacity: z.union([Capacity.transform((one) => [one]), z.array(Capacity)]).default([]),
});

/** Passes a request on to DynamoDB, and counts the capacity units that it consumed. */
export async function answerDynamoDb(
  request: { readonly operation: string; readonly body: Buffer },
  dynamoDb: DynamoDb,
  counter: RequestCounter,
): Promise<DynamoDbAnswer> {
  const { operation } = request;
  counter.count("dynamodb", operation);
  const isRead = READS.includes(operation);
  if (!isRead && !WRITES.includes(operation)) return await dynamoDb.send(operation, request.body.toString());

  const input: JsonObject = {
    ReturnConsumedCapacity: "TOTAL",
    ...JsonRecord.parse(JSON.parse(request.body.toString())),
  };
  const answer = await dynamoDb.send(operation, JSON.stringify(input));
  const units = unitsOf(answer);
  counter.countUnits(isRead ? { read: units } : { write: units });
  return answer;
}

function unitsOf({ status, body }: DynamoDbAnswer): number {
  const answer: unknown = JSON.parse(body.toString());
  if (status === 200)
    return Answer.parse(answer).ConsumedCapacity.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  // A write whose condition fails is paid for as well.
  return body.includes("ConditionalCheckFailedException") ? 1 : 0;
}
