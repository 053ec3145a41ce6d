import type { MessageName } from "./messages/catalogue.ts";

/** Why a file as a whole cannot be read. Each refuses all of it: nothing is planned from a file that is half understood. */
export type Unreadable = Extract<
  MessageName,
  | "fileEmpty"
  | "fileHeaderOnly"
  | "fileDamaged"
  | "fileNulBytes"
  | "fileWorkbook"
  | "quoteUnclosed"
  | "quoteStray"
  | "rowTooLong"
>;
