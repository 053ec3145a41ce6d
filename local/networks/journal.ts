import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** `bytes`: as `Journal.keep` named them. */
const FetchedFile = z.object({ contentType: z.string(), bytes: z.string() });

const SentRequest = z.object({
  kind: z.literal("request"),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** As `Journal.keep` named it. */
  body: z.string().optional(),
});

const Written = { author: z.string(), text: z.string() };
const Action = z.discriminatedUnion("kind", [
  SentRequest,
  z.object({ kind: z.literal("comment"), postRemoteId: z.string(), ...Written }),
  z.object({ kind: z.literal("mention"), ...Written }),
  z.object({ kind: z.literal("direct"), ...Written }),
]);

/** One thing that was done to a simulated network, with everything from outside that its effect depends on. */
const Operation = z.object({
  type: z.literal("operation"),
  at: z.number(),
  seed: z.number(),
  /** The trouble that was switched on. */
  trouble: z.record(z.string(), z.number()),
  action: Action,
  /** What the network fetched meanwhile, in the order of its asking; null where it could not. */
  fetched: z.array(FetchedFile.nullable()),
  /** What came of it: an HTTP status, the id of a new message, the name of an error. */
  outcome: z.string(),
});

/** The `delivery`th webhook of the `operation`th operation was taken by our address. */
const Taken = z.object({ type: z.literal("taken"), operation: z.number(), delivery: z.number() });

const Entry = z.discriminatedUnion("type", [Operation, Taken]);

/** Longer content gets a file of its own. */
const INLINE_BYTES = 4096;
const INLINE = "inline:";

export type Action = z.output<typeof Action>;
export type Operation = z.output<typeof Operation>;
export type FetchedFile = z.output<typeof FetchedFile>;

/**
 * The history of one simulated network: a line of JSON for each operation, appended before anyone learns of its outcome,
 * so that a killed process loses nothing that it answered. Large bytes lie beside it, under the hash of their content.
 */
export class Journal {
  readonly #path: string;
  readonly #files: string;
  #operationCount = 0;

  constructor(folder: string, name: string) {
    this.#path = join(folder, `${name}.jsonl`);
    this.#files = join(folder, "files");
    mkdirSync(this.#files, { recursive: true, mode: 0o700 });
  }

  /** To be called once, before anything is appended. */
  read(): { readonly operations: readonly Operation[]; isTaken(operation: number, delivery: number): boolean } {
    const entries = this.#lines().map((line) => Entry.parse(JSON.parse(line)));
    const operations = entries.filter((entry) => entry.type === "operation");
    const taken = new Set(
      entries.map((entry) => (entry.type === "taken" ? `${entry.operation}/${entry.delivery}` : "")),
    );
    this.#operationCount = operations.length;
    return { operations, isTaken: (operation, delivery) => taken.has(`${operation}/${delivery}`) };
  }

  /** @returns the operation's number */
  append(operation: Omit<Operation, "type">): number {
    this.#write({ type: "operation", ...operation });
    return this.#operationCount++;
  }

  appendTaken(operation: number, delivery: number): void {
    this.#write({ type: "taken", operation, delivery });
  }

  /** @returns the name by which `kept` gives the bytes back */
  keep(bytes: Uint8Array): string {
    if (bytes.length <= INLINE_BYTES) return INLINE + Buffer.from(bytes).toString("base64");
    const name = createHash("sha256").update(bytes).digest("hex");
    const path = join(this.#files, name);
    if (existsSync(path)) return name;
    writeFileSync(`${path}.new`, bytes, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return name;
  }

  kept(name: string): Uint8Array<ArrayBuffer> {
    const isInline = name.startsWith(INLINE);
    return new Uint8Array(
      isInline ? Buffer.from(name.slice(INLINE.length), "base64") : readFileSync(join(this.#files, name)),
    );
  }

  /** The lines hold the access tokens of the simulated networks: for their owner only. */
  #write(entry: z.output<typeof Entry>): void {
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }

  /** A line that was cut off by a crash was never answered: it goes. */
  #lines(): readonly string[] {
    if (!existsSync(this.#path)) return [];
    const bytes = readFileSync(this.#path);
    const end = bytes.lastIndexOf("\n") + 1;
    if (end < bytes.length) truncateSync(this.#path, end);
    return bytes.subarray(0, end).toString("utf8").split("\n").filter(Boolean);
  }
}
