import type { OutcomeLog, Outcomes, UploadName } from "#lib/app/publishing/calendar/resume/ports.ts";

/** The outcomes of unfinished imports in memory. */
export class InMemoryOutcomes implements OutcomeLog {
  readonly #uploads = new Map<string, Map<number, Outcomes>>();

  async count(upload: UploadName): Promise<number> {
    return this.#of(upload).size;
  }

  async write(upload: UploadName, batch: number, results: Outcomes): Promise<void> {
    this.#of(upload).set(batch, new Map(results));
  }

  async read(upload: UploadName, batch: number): Promise<Outcomes> {
    return this.#of(upload).get(batch) ?? new Map();
  }

  async remove(upload: UploadName): Promise<void> {
    this.#uploads.delete(keyOf(upload));
  }

  async removeAll(calendar: string): Promise<void> {
    for (const key of this.#uploads.keys()) if (key.startsWith(`${calendar} `)) this.#uploads.delete(key);
  }

  /** How many uploads there is something known of. */
  get size(): number {
    return [...this.#uploads.values()].filter(({ size }) => size > 0).length;
  }

  #of(upload: UploadName): Map<number, Outcomes> {
    const batches = this.#uploads.get(keyOf(upload)) ?? new Map<number, Outcomes>();
    this.#uploads.set(keyOf(upload), batches);
    return batches;
  }
}

function keyOf({ calendar, version }: UploadName): string {
  return `${calendar} ${version}`;
}
