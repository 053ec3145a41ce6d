/** What a snapshot is of: a channel as a whole, or one published post. */
export type Subject = ChannelSubject | PostSubject;

interface Measured {
  /** The channel's id or the publication's. */
  readonly subjectId: string;
  readonly channelId: string;
  readonly network: string;
  readonly remoteId: string;
}

export interface ChannelSubject extends Measured {
  readonly kind: "channel";
}

export interface PostSubject extends Measured {
  readonly kind: "post";
  /** When the post was to go out: its age counts from here. */
  readonly dueAt: Date;
}
