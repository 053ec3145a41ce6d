import db, { type Change, type Done, type Item, type Store, type Table } from "dynalite/db/index.js";

/** Changes of index entries that wait for the item they belong to, by the item's key in LevelDB. */
type Waiting = Map<string, readonly Change[]>;

/**
 * Makes dynalite write an item and its index entries in one batch, as DynamoDB never loses the one without the other.
 * dynalite by itself writes the entries first: a laptop that was killed in between had a publication that the due index
 * listed as published and the table as being sent, and nobody looked at it again.
 */
export function writeWhole(): void {
  const { create } = db;
  const waitingOf = new WeakMap<Store, Waiting>();

  db.create = (options) => {
    const store = create(options);
    const waiting: Waiting = new Map();
    const whole = { ...store, getItemDb: (table: string) => itemsOf(store, table, waiting) };
    waitingOf.set(whole, waiting);
    return whole;
  };

  // It is called with the item's lock held, right before the item is written.
  db.updateIndexes = (store, table, before, after, done) => {
    waitingOf.get(store)?.set(itemKey(table, before ?? after), indexChanges(table, before, after));
    done();
  };
}

/** The items of a table; whoever writes one writes its index entries with it. */
function itemsOf(store: Store, table: string, waiting: Waiting) {
  const items = store.getItemDb(table);
  const write = (change: Change, done: Done) => {
    const entries = waiting.get(change.key) ?? [];
    waiting.delete(change.key);
    store.db.batch([...entries, change], done);
  };
  return {
    ...items,
    put: (key: string, value: Item, done: Done) => write({ type: "put", key: `item-${table}~${key}`, value }, done),
    del: (key: string, done: Done) => write({ type: "del", key: `item-${table}~${key}` }, done),
  };
}

function itemKey(table: Table, item: Item | undefined): string {
  return `item-${table.TableName}~${item ? db.createKey(item, table) : ""}`;
}

function indexChanges(table: Table, before: Item | undefined, after: Item | undefined): Change[] {
  const kinds = [
    ["local", table.LocalSecondaryIndexes],
    ["global", table.GlobalSecondaryIndexes],
  ] as const;
  return kinds.flatMap(([kind, indexes = []]) => {
    const { puts, deletes } = db.getIndexActions(indexes, before, after, table);
    const placed = (index: string, key: string) => `index-${kind}~${table.TableName}~${index}~${key}`;
    return [
      ...deletes.map(({ index, key }): Change => ({ type: "del", key: placed(index, key) })),
      ...puts.map(({ index, key, item }): Change => ({ type: "put", key: placed(index, key), value: item })),
    ];
  });
}
