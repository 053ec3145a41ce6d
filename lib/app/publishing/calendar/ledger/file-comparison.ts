import { whyNotCancel } from "#lib/domain/publishing/calendar/cancel-guard.ts";
import type { Wording } from "#lib/domain/publishing/calendar/messages/catalogue.ts";
import { type RowOutcome, standingOf } from "#lib/domain/publishing/calendar/result.ts";
import type { FileRules } from "../file-rules.ts";
import { Difference, type MissingRow } from "./difference.ts";
import type { EarlierPart } from "./manifest.ts";
import { isUnknown, namedRows } from "./named-row.ts";
import type { ManifestEntry, Spill } from "./ports.ts";

/** Compares the rows of one file with what earlier uploads of its calendar have asked for. */
export class FileComparison {
  readonly #difference: Difference;
  readonly #rules: FileRules;
  #unknownRows = 0;
  #isLastUnchanged = true;

  constructor(spill: Spill, rules: FileRules) {
    this.#difference = new Difference(spill);
    this.#rules = rules;
  }

  addRows(rows: readonly RowOutcome[]): void {
    for (const row of rows) {
      if (isUnknown(row.plan)) this.#unknownRows += 1;
      this.#difference.name(namedRows(row));
    }
    this.#isLastUnchanged = rows.slice(-1).every(({ outcomes }) => standingOf(outcomes) === "unchanged");
  }

  /** After the last row. @returns why nothing may be cancelled; undefined when what is missing may be. */
  async whyNotCancel(earlier: AsyncIterable<EarlierPart>, uploadedAt: Date): Promise<Wording | undefined> {
    for await (const { entries, isSettled } of earlier) this.#difference.remember(entries, isSettled);
    const { cutLine, isOpenEnded, cancelMissing, say } = this.#rules;
    const missing = this.#difference.count(uploadedAt);
    const evidence = {
      told: cancelMissing,
      isCut: cutLine !== undefined,
      mayBeCut: isOpenEnded && !this.#isLastUnchanged,
      unknownRows: this.#unknownRows,
      ...missing,
    };
    return whyNotCancel(evidence, say);
  }

  /**
   * What the file does not name any more.
   *
   * @param isSettled only what people have been told of, or only the rest, which an import that broke off has left.
   */
  *missing(isSettled?: boolean): Generator<readonly MissingRow[]> {
    for (const rows of this.#difference.missing()) {
      yield rows.map(({ entries, remains }) => {
        const wanted = isSettled === undefined ? entries : entries.filter((entry) => entry.isSettled === isSettled);
        return { entries: wanted, remains };
      });
    }
  }

  /** What the file names but refuses: it stays as it is. */
  refused(): Iterable<readonly ManifestEntry[]> {
    return this.#difference.refused();
  }
}
