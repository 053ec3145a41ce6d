import type { CalendarCounts } from "./tally.ts";

/** How one run of an import ended. */
export type ImportSummary =
  | ({ readonly outcome: "imported" | "refused"; readonly calendar: string } & CalendarCounts)
  /** There is no file: it was deleted before its turn came, or it only marks a folder. */
  | { readonly outcome: "absent" }
  /** Another import was at work on this very upload and has finished it, or a newer upload waits. */
  | { readonly outcome: "imported-already" | "superseded"; readonly calendar: string }
  /** The time was up: another run has been asked for, and goes on where this one stopped. */
  | { readonly outcome: "paused"; readonly calendar: string; readonly version: string }
  /** Another import of the calendar is at work, and takes long: another run has been asked for. */
  | { readonly outcome: "waiting"; readonly calendar: string }
  /** The rest of an upload that is imported already. */
  | { readonly outcome: "over"; readonly calendar: string };
