import * as z from "zod";
import type { DynamoDb, DynamoDbAnswer } from "../emulators/dynamodb.ts";
import { JsonRecord } from "../json.ts";
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

  const input = JsonRecord.parse(JSON.parse(request.body.toString()));
  const answer = await dynamoDb.send(operation, JSON.stringify({ ReturnConsumedCapacity: "TOTAL", ...input }));
  const units = unitsOf(answer);
  counter.countUnits(isRead ? { read: units } : { write: units });
  return input.ReturnConsumedCapacity === undefined ? withoutCapacity(answer) : answer;
}

/** The answer to a client that did not ask for the units. */
function withoutCapacity({ status, headers, body }: DynamoDbAnswer): DynamoDbAnswer {
  const { "x-amz-crc32": _checksum, "content-length": _length, ...kept } = headers;
  const { ConsumedCapacity: _units, ...answer } = JsonRecord.parse(JSON.parse(body.toString()));
  return { status, headers: kept, body: Buffer.from(JSON.stringify(answer)) };
}

function unitsOf({ status, body }: DynamoDbAnswer): number {
  const answer: unknown = JSON.parse(body.toString());
  if (status === 200)
    return Answer.parse(answer).ConsumedCapacity.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  // A write whose condition fails is paid for as well.
  return body.includes("ConditionalCheckFailedException") ? 1 : 0;
}
