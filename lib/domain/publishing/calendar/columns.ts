/** The columns of a calendar, in the order of the template. People may write them in any order. */
export const COLUMNS = [
  "id",
  "date",
  "time",
  "timezone",
  "repeat",
  "if_late",
  "approval",
  "channels",
  "text",
  "title",
  "link",
  "media",
  "alt_text",
  "image_fit",
  "first_comment",
  "thread",
  "campaign",
  "tags",
  "objective",
  "content_type",
  "post_type",
  "cta",
  "board",
  "privacy",
  "disclosure",
  "utm",
] as const;

export type Column = (typeof COLUMNS)[number];

export type ColumnValues = Readonly<Record<Column, string>>;

/** The columns that a network may have a word of its own for: `text_instagram`, `title_youtube`. */
export const VARIANT_COLUMNS = [
  "text",
  "title",
  "link",
  "media",
  "alt_text",
  "first_comment",
  "thread",
  "post_type",
  "cta",
  "board",
  "privacy",
  "disclosure",
] as const satisfies readonly Column[];

export type VariantColumn = (typeof VARIANT_COLUMNS)[number];

/** What a result file adds at the end of each row. A result that is uploaded again is read without them. */
export const RESULT_COLUMNS = ["status", "problem", "remedy", "link"] as const;

export function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

export function isVariantColumn(column: Column): column is VariantColumn {
  return VARIANT_COLUMNS.some((each) => each === column);
}
