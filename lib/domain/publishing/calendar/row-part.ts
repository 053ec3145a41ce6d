/**
 * Names the part of a row that is on one of its channels, `launch@x/lumiere`: so it is exported when its channels have it at
 * different times (their own time zones, their own slots), which one row of a calendar cannot say.
 */
export function partId(rowId: string, channelId: string): string {
  return `${rowId}@${channelId}`;
}

/** The row that an id in a calendar means on a channel: that of which it names the part, or else just that id. */
export function rowOfPart(id: string, channelId: string): string {
  const isPart = id.endsWith(channelId) && id.at(-channelId.length - 1) === "@" && id.length > channelId.length + 1;
  return isPart ? id.slice(0, -channelId.length - 1) : id;
}

/** What may be the row of a part, for an id whose channels cannot be read. */
export function likelyRowOfPart(id: string): string {
  return id.replace(/@[^@/]+\/[^@/]+$/, "");
}
