import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Condition, HistoryEntry, Transition } from "#lib/domain/transition.ts";

/** Where an item is. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export type StoredItem = Readonly<Record<string, unknown>>;

/** How a store writes down what its items hold. */
export interface Representation {
  /** Undefined leaves the attribute out. Instants that conditions compare must sort as they are written. */
  attribute(name: string, content: unknown): unknown;
  entry(entry: HistoryEntry): unknown;
}

/** As the domain has it. */
const PLAIN: Representation = {
  attribute: (_, content) => toValue(content),
  entry: (entry) => toItem({ ...entry }),
};

export type UpdateResult =
  | { readonly applied: true }
  /** The guard did not hold; `current` is the item that it met. */
  | { readonly applied: false; readonly current: StoredItem | undefined };

/**
 * Writes one transition with one conditional update. `extra` are attributes that only the table knows (index keys):
 * undefined removes one.
 *
 * The SDK repeats a write whose answer was lost; the repetition then fails on our own success. The stored `claimId`
 * tells: if it names this very write, it was applied.
 */
export async function conditionalUpdate<Item>(
  client: DynamoDBDocumentClient,
  table: string,
  {
    key,
    transition,
    extra = {},
    representation = PLAIN,
  }: {
    key: ItemKey;
    transition: Transition<Item>;
    extra?: Record<string, string | undefined>;
    representation?: Representation;
  },
): Promise<UpdateResult> {
  try {
    const expression = updateExpression(transition, extra, representation);
    await client.send(new UpdateCommand({ TableName: table, Key: key, ...expression }));
    return { applied: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const current = await readBack(client, table, key);
    return current?.claimId === transition.claimId ? { applied: true } : { applied: false, current };
  }
}

/**
 * A consistent read rather than the failure's own `Item`: the embedded DynamoDB of the laptop does not return that, and
 * a lost condition is rare.
 */
async function readBack(client: DynamoDBDocumentClient, table: string, key: ItemKey): Promise<StoredItem | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return Item;
}

/** The expressions of one transition: readable in the table's audit trail, and the same for every store of ours. */
export function updateExpression<Item>(
  { guard, set, remove = [], claimId, entry, isRepetition }: Transition<Item>,
  extra: Record<string, string | undefined>,
  representation: Representation,
): Pick<
  UpdateCommandInput,
  "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
> {
  const names: Record<string, string> = isRepetition ? {} : { "#history": "history" };
  const values: Record<string, unknown> = isRepetition ? {} : { ":none": [], ":entry": [representation.entry(entry)] };
  const append = isRepetition ? [] : ["#history = list_append(if_not_exists(#history, :none), :entry)"];
  const name = (attribute: string) => {
    names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  };
  const value = (hint: string, content: unknown) => {
    const placeholder = `:${hint}${Object.keys(values).length}`;
    values[placeholder] = content;
    return placeholder;
  };

  const stored = (attribute: string, content: unknown) => representation.attribute(attribute, content);
  const changes = Object.entries({ ...set, ...extra, claimId }).map(
    ([attribute, content]) => [attribute, content === undefined ? undefined : stored(attribute, content)] as const,
  );
  const given = changes.filter(([, content]) => content !== undefined);
  const absent = changes.flatMap(([attribute, content]) => (content === undefined ? [attribute] : []));
  const sets = given.map(([attribute, content]) => `${name(attribute)} = ${value(attribute, content)}`);
  const removes = [...new Set([...remove, ...absent])].map(name);
  const compared = (hint: string, attribute: string, content: unknown) => value(hint, stored(attribute, content));
  const update = `SET ${[...sets, ...append].join(", ")}`;

  return {
    UpdateExpression: removes.length > 0 ? `${update} REMOVE ${removes.join(", ")}` : update,
    ConditionExpression: guard.map((condition) => conditionExpression(condition, name, compared)).join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function conditionExpression<Item>(
  condition: Condition<Item>,
  name: (attribute: string) => string,
  value: (hint: string, attribute: string, content: unknown) => string,
): string {
  const attribute = name(condition.attribute);
  switch (condition.is) {
    case "one-of":
      return `${attribute} IN (${condition.values.map((each) => value("is", condition.attribute, each)).join(", ")})`;
    case "equal":
      return `${attribute} = ${value("is", condition.attribute, condition.value)}`;
    case "not-after":
      return `${attribute} <= ${value("by", condition.attribute, condition.value)}`;
    case "absent":
      return `attribute_not_exists(${attribute})`;
  }
}

/** Instants are stored as ISO strings of fixed length, which sort and compare as instants do. */
export function toValue(content: unknown): unknown {
  if (content instanceof Date) return content.toISOString();
  if (Array.isArray(content)) return content.map(toValue);
  if (typeof content === "object" && content !== null) return toItem(content);
  return content;
}

/** An object as it is stored: instants as ISO strings, at any depth; undefined attributes left out. */
export function toItem(content: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).flatMap(([attribute, each]) => (each === undefined ? [] : [[attribute, toValue(each)]])),
  );
}
