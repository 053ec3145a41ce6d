declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    readonly path?: string;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}

/** What `dynalite` stores with, as far as `whole-writes.ts` uses it. */
declare module "dynalite/db/index.js" {
  export type Item = Readonly<Record<string, unknown>>;
  export type Done = (error?: unknown) => void;

  export interface Table {
    readonly TableName: string;
    readonly LocalSecondaryIndexes?: readonly object[];
    readonly GlobalSecondaryIndexes?: readonly object[];
  }

  export type Change =
    | { readonly type: "put"; readonly key: string; readonly value: Item }
    | { readonly type: "del"; readonly key: string };

  export interface ItemDb {
    put(key: string, value: Item, done: Done): void;
    del(key: string, done: Done): void;
  }

  export interface Store {
    /** All of it, in LevelDB; the others are parts, whose keys begin with their name. */
    readonly db: { batch(changes: readonly Change[], done: Done): void };
    getItemDb(table: string): ItemDb;
  }

  interface Db {
    create(options?: object): Store;
    createKey(item: Item, table: Table): string;
    getIndexActions(
      indexes: readonly object[],
      before: Item | undefined,
      after: Item | undefined,
      table: Table,
    ): {
      readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[];
      readonly deletes: readonly { readonly index: string; readonly key: string }[];
    };
    updateIndexes(store: Store, table: Table, before: Item | undefined, after: Item | undefined, done: Done): void;
  }

  const db: Db;
  export default db;
}
