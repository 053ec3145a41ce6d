/** The longest row, in characters: more than any network's text, and a bound on what a stray quotation mark can cost. */
export const LONGEST_ROW = 100_000;

/** Calendars are folders of our buckets, and stand in events. */
export const LONGEST_NAME = 200;

/** Ids stand in events and in people's searches. */
export const LONGEST_ID = 200;
