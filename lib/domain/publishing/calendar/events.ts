import * as z from "zod";

/** How many problems an event carries; the result file has them all. */
export const PROBLEMS_IN_EVENT = 20;

/** A calendar was read and its good rows are planned. Sent for a file that could not be read, too: all counts are 0. */
export const CalendarImported = z.object({
  version: z.literal(1),
  /** The calendar's name: its key without folder and extension. */
  calendar: z.string(),
  key: z.string(),
  /** Rows that hold anything, the header not counted. `rows = imported + rejected`. */
  rows: z.int().nonnegative(),
  /** Rows of which at least one post is planned or published. */
  imported: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  warnings: z.int().nonnegative(),
  /** Of the imported rows: those that are new, that say something new, and that were planned as they are. */
  added: z.int().nonnegative().optional(),
  changed: z.int().nonnegative().optional(),
  unchanged: z.int().nonnegative().optional(),
  /** Rows of earlier uploads that this one does not name any more. */
  cancelled: z.int().nonnegative().optional(),
  /** Nothing was read: the first problem says why. */
  refused: z.boolean(),
  problems: z
    .array(
      z.object({
        line: z.int().positive(),
        column: z.string(),
        problem: z.string(),
        remedy: z.string(),
        severity: z.enum(["error", "warning"]),
      }),
    )
    .max(PROBLEMS_IN_EVENT),
  reportKey: z.string(),
});

export type CalendarImported = z.output<typeof CalendarImported>;
