import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import type { Scratch } from "#lib/app/publishing/calendar/scratch.ts";

/** What is held in memory; everything beyond goes to disk. */
const CACHE_KIB = 16_384;

/**
 * A scratch pad whose memory does not grow with what is noted: a database without a name is a file in the temporary
 * folder that only its process sees, and that goes with it (https://www.sqlite.org/inmemorydb.html#temp_db). A million
 * notes take some 50 MB there.
 */
export function diskScratch(): Scratch {
  const database = new DatabaseSync("");
  // One transaction without end: nothing here has to survive anything.
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA synchronous = OFF;
    CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    BEGIN`);
  const insert = database.prepare("INSERT OR IGNORE INTO notes VALUES (?, ?)");
  const select = database.prepare("SELECT value FROM notes WHERE key = ?");
  return {
    keep(key, value) {
      return insert.run(key, value).changes === 0 ? Note.parse(select.get(key)).value : undefined;
    },
    [Symbol.dispose]: () => database.close(),
  };
}

const Note = z.object({ value: z.string() });
