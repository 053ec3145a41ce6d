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
  /** Forgets all uploads of a calendar: those that were replaced before they were finished, too. */
  removeAll(calendar: string): Promise<void>;
}

/** By publication. */
export type Outcomes = ReadonlyMap<string, PlanResult>;

export interface Upload {
  /** Of the file. */
  readonly key: string;
  /** Set when an earlier run has imported a part of it. */
  readonly version?: string;
}

/** Has an upload, or what is left of one, imported by another run. */
export interface Continuations {
  /** @param delayMs not before that. */
  send(upload: Upload, delayMs?: number): Promise<void>;
}
