import type { PlanResult } from "../ports.ts";

/** One upload of a calendar. */
export interface UploadName {
  readonly calendar: string;
  readonly version: string;
}

/**
 * What the batches of an upload come to, kept until its import is finished: whoever goes on where an import broke off need
 * not ask the plan for them again.
 */
export interface OutcomeLog {
  /** How many batches are written down. */
  count(upload: UploadName): Promise<number>;
  /** @param batch counted from 1 */
  write(upload: UploadName, batch: number, results: Outcomes): Promise<void>;
  read(upload: UploadName, batch: number): Promise<Outcomes>;
  /** Forgets the upload. */
  remove(upload: UploadName): Promise<void>;
}

/** By publication. */
export type Outcomes = ReadonlyMap<string, PlanResult>;

/** Has the rest of an upload imported by another run, soon. */
export interface Continuations {
  send(rest: { readonly key: string; readonly version: string }): Promise<void>;
}
