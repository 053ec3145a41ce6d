import { DatabaseSync, type StatementSync } from "node:sqlite";
import * as z from "zod";
import type { Scratch } from "#lib/app/publishing/calendar/scratch.ts";
import { BloomFilter } from "./bloom-filter.ts";

/** What is held in memory; everything beyond goes to disk. */
const CACHE_KIB = 8_192;

/** So many notes are written by one statement: a fifth of the time of one statement each. */
const WRITTEN_TOGETHER = 100;

/**
 * A scratch pad whose memory does not grow with what is noted: a database without a name is a file in the temporary
 * folder that only its process sees, and that goes with it (https://www.sqlite.org/inmemorydb.html#temp_db). A million
 * notes take some 35 MB there, and their index as much again.
 */
export function diskScratch(): Scratch {
  return new DiskScratch();
}

/**
 * Nearly all keys are new, and a filter in memory knows it: only for the others is the database asked, and only once one
 * is, has it an index.
 */
class DiskScratch implements Scratch {
  readonly #filter = new BloomFilter();
  /** Key and value in turn. */
  #unwritten: string[] = [];
  readonly #database = openDatabase();
  readonly #insertOne = this.#database.prepare(insertOf(1));
  readonly #insertMany = this.#database.prepare(insertOf(WRITTEN_TOGETHER));
  #select: StatementSync | undefined;

  keep(key: string, value: string): string | undefined {
    const noted = this.#filter.add(key) ? this.#find(key) : undefined;
    if (noted !== undefined) return noted;
    if (this.#unwritten.push(key, value) === 2 * WRITTEN_TOGETHER) {
      this.#insertMany.run(...this.#unwritten);
      this.#unwritten = [];
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #find(key: string): string | undefined {
    for (let at = 0; at < this.#unwritten.length; at += 2) this.#insertOne.run(...this.#unwritten.slice(at, at + 2));
    this.#unwritten = [];
    this.#select ??= this.#prepareSelect();
    return Note.optional().parse(this.#select.get(key))?.value;
  }

  #prepareSelect(): StatementSync {
    this.#database.exec("CREATE UNIQUE INDEX notes_by_key ON notes (key)");
    return this.#database.prepare("SELECT value FROM notes WHERE key = ?");
  }
}

/** With one transaction without end: nothing in it has to survive anything. */
function openDatabase(): DatabaseSync {
  const database = new DatabaseSync("");
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA synchronous = OFF;
    CREATE TABLE notes (key TEXT NOT NULL, value TEXT NOT NULL);
    BEGIN`);
  return database;
}

function insertOf(count: number): string {
  return `INSERT INTO notes VALUES ${Array.from({ length: count }, () => "(?, ?)").join(", ")}`;
}

const Note = z.object({ value: z.string() });
