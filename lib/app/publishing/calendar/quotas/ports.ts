/** What is planned by day, whatever calendar has planned it: networks count the posts of all of them. */
export interface PlannedDays {
  /** What other calendars have planned or published on a day (UTC); what goes out below a post is not told. */
  ofOthers(day: Date, wanted: WantedPosts): Promise<readonly CountedPost[]>;
}

export interface WantedPosts {
  /** The calendar that asks. */
  readonly calendar: string;
  readonly channelIds: ReadonlySet<string>;
}

/** A post, as far as networks count it. */
export interface CountedPost {
  readonly channelId: string;
  readonly network: string;
  readonly dueAt: Date;
}
