import { COLUMNS } from "../columns.ts";
import { LONGEST_ID, LONGEST_ROW } from "../limits.ts";

/** Everything that a calendar can be told, with what to do about it. `{name}` is filled in when it is said. */
export const ENGLISH = {
  fileEmpty: {
    problem: "the file is empty",
    remedy: "Upload a file with a header row and at least one row below it.",
  },
  fileHeaderOnly: {
    problem: "the file has a header row and nothing below it",
    remedy: "Add at least one row and upload the file again.",
  },
  fileDamaged: {
    problem: "the file is not UTF-8 from beginning to end: accents and emoji would be damaged",
    remedy: "In Excel choose Save as, type “CSV UTF-8”; in LibreOffice tick “Edit filter settings” and choose UTF-8.",
  },
  fileNulBytes: {
    problem: "the file contains NUL bytes: it is not a text file",
    remedy: "In Excel choose Save as, type “CSV UTF-8”; in LibreOffice tick “Edit filter settings” and choose UTF-8.",
  },
  fileWorkbook: {
    problem: "the file is a workbook (or a zip archive), not a CSV file",
    remedy: "In Excel choose Save as, type “CSV UTF-8”; in LibreOffice tick “Edit filter settings” and choose UTF-8.",
  },
  quoteUnclosed: {
    problem: "a double quote opens a cell in this row and nothing closes it",
    remedy: 'Close the cell with a double quote; write a double quote inside a cell twice: "".',
  },
  quoteStray: {
    problem: "a double quote stands in the middle of a cell in this row",
    remedy: 'Put the whole cell in double quotes and write those inside it twice: "He said ""yes""".',
  },
  rowTooLong: {
    problem: `a row is longer than ${LONGEST_ROW} characters`,
    remedy: "Look for a double quote that is opened in this row and never closed.",
  },
  rowTooWide: {
    problem: "the row has {cells} cells, but the header names {columns} columns",
    remedy: "A cell that contains the separator must stand in double quotes. The surplus begins with “{surplus}”.",
  },
  rowCut: {
    problem: "the file ends in the middle of this row",
    remedy: "Export the calendar once more and upload it whole.",
  },
  rowRepeated: {
    problem: "line {line} has the same post on the same channel at the same time",
    remedy: "Take one of the two rows out. If both are meant, give each an id.",
  },
  columnTwice: {
    problem: "the header row has the column “{name}” twice",
    remedy: "Keep one of the two, or give the other a different name.",
  },
  columnSaidTwice: {
    problem: "the columns “{name}” and “{other}” both mean “{column}”",
    remedy: "Rename the one that counts to “{column}”, or take the other out.",
  },
  columnEclipsed: {
    problem: "the column “{name}” was left out, because there is one that is called “{column}”",
    remedy: "Nothing to do if “{column}” is the one that counts.",
  },
  columnMissing: {
    problem: "the header row has no column “{column}”",
    remedy: `Add the column “{column}”. The first row must hold the names of the columns: ${COLUMNS.join(", ")}.`,
  },
  columnMisspelt: {
    problem: "the header row has no column “{column}”",
    remedy: "Rename the column “{similar}” to “{column}”.",
  },
  channelColumnMissing: {
    problem: "the header row has no column “channels”, and nothing else says where the posts go",
    remedy: "Add the column “channels”, or write a line above the header such as #channel: {example}",
  },
  columnUnknown: {
    problem: "the column “{name}” is not known and was left out",
    remedy: `Nothing to do if it is a note of yours. The columns are: ${COLUMNS.join(", ")}.`,
  },
  columnUnknownSimilar: {
    problem: "the column “{name}” is not known and was left out",
    remedy: "If “{similar}” is meant, rename it and upload the file again.",
  },
  columnNetworkUnknown: {
    problem: "the column “{name}” was left out: no channel of “{network}” is connected",
    remedy: "Nothing to do if it is for later. The connected networks are: {networks}.",
  },
  hintUnknown: {
    problem: "the line “{value}” above the header is not understood and was left out",
    remedy:
      "Above the header stand #calendar:, #timezone:, #channel:, #dates:, #approval:, #image-fit:, #if-late:, #language: and #cancel-missing:.",
  },
  hintDates: {
    problem: "“{value}” is not an order of day and month",
    remedy: "Write #dates: dd/mm or #dates: mm/dd",
  },
  hintLanguage: { problem: "“{value}” is not a language of Antenne", remedy: "Write #language: en or #language: fr" },
  hintCalendar: {
    problem: "“{value}” cannot be the name of a calendar",
    remedy: "Write a name of one to {most} characters, like #calendar: december",
  },
  calendarOlder: {
    problem: "a newer file of the calendar “{calendar}” has been imported already: nothing of this one is planned",
    remedy: "Nothing to do if the newer one counts. Else upload this file once more.",
  },
  hintCancelMissing: {
    problem: "“{value}” does not say whether posts that are not in the file are to be cancelled",
    remedy: "Write #cancel-missing: yes or #cancel-missing: no",
  },
  cancelMost: {
    problem: "{count} of the {of} posts that are still to come are not in this file: none of them was cancelled",
    remedy:
      "If the file is only a part of the calendar, upload the whole of it. If they are to be cancelled, write #cancel-missing: yes above the header and upload it again.",
  },
  cancelCut: {
    problem: "the file ends in the middle of a row: no post that is not in it was cancelled",
    remedy: "Export the calendar once more and upload it whole.",
  },
  cancelMaybeCut: {
    problem:
      "the file has no line end at its end and its last row is not as it was planned: it may be cut off, so none of the {count} posts that are missing was cancelled",
    remedy: "If the file is whole, write #cancel-missing: yes above the header and upload it again.",
  },
  cancelUnknownRows: {
    problem: "{count} rejected rows have no id, so nobody can tell which posts they are: no post was cancelled",
    remedy: "Correct the rejected rows and upload the file again; what is not in it will be cancelled then.",
  },
  cancelDeclined: {
    problem: "{count} posts that are still to come are not in this file and stay planned",
    remedy: "Nothing to do: the file says #cancel-missing: no.",
  },
  postElsewhere: {
    problem: "the calendar “{calendar}” has this very post already: it goes out once",
    remedy: "Nothing to do. To change it, change it in “{calendar}”, or upload this file under that name.",
  },
  rowElsewhere: {
    problem:
      "the calendar “{calendar}” has this row at this time with other content: so that it does not go out twice, it was not planned",
    remedy:
      "Upload the file as {calendar}.csv, or write #calendar: {calendar} above the header. If it is another post, give it another id.",
  },
  newVersion: {
    problem:
      "the file looks like a new version of the calendar “{calendar}”: so that nothing goes out twice, this was not planned",
    remedy:
      "Upload it as {calendar}.csv, or write #calendar: {calendar} above the header. If it is a calendar of its own, write #calendar: {own} there.",
  },
  postCancelled: {
    problem: "it was cancelled by hand ({reason}) and stays cancelled",
    remedy: "If it is to go out all the same, make it a new row: with another id, or another time or text.",
  },
  postFailed: {
    problem: "it was not published: {reason}",
    remedy: "Correct the row, give it a time in the future and upload the file again.",
  },
  idTooLong: { problem: "the id has {length} characters", remedy: `Use at most ${LONGEST_ID} characters.` },
  idRepeated: { problem: "the id “{id}” is already used in line {line}", remedy: "Give each row an id of its own." },
  dateEmpty: { problem: "the date is empty", remedy: "Write year-month-day, like 2026-12-24." },
  dateUnreadable: {
    problem: "“{value}” is not a date that can be read with certainty",
    remedy: "Write year-month-day, like 2026-12-24.",
  },
  dateMonth: {
    problem: "{value} is not a date: there is no month {month}",
    remedy: "Write year-month-day, like 2026-12-24.",
  },
  dateDay: {
    problem: "{value} does not exist: that month has {days} days",
    remedy: "The last day of that month is {last}.",
  },
  dateOrderUnknown: {
    problem: "{value} may be {dayFirst} or {monthFirst}, and no other date of the file tells which",
    remedy: "Write a line above the header, #dates: dd/mm or #dates: mm/dd, or write the date as {dayFirst}.",
  },
  dateOrderMixed: {
    problem:
      "{value} cannot be read: line {dayFirstLine} has the day first and line {monthFirstLine} the month, so the file's order is unknown",
    remedy: "Write all dates in one order, best as year-month-day, like 2026-12-24.",
  },
  dateOver: {
    problem: "{value} was already over when the file was uploaded ({uploadedAt} UTC)",
    remedy: "Choose a time in the future, or take the row out.",
  },
  timeEmpty: {
    problem: "the time is empty",
    remedy: "Write hours and minutes of the 24-hour day, like 09:30 or 17:45.",
  },
  slotChosen: {
    problem: "no time is written: it goes out in the slot {when} ({zone}) of the channel",
    remedy: "Nothing to do, or write another time.",
  },
  slotsTaken: {
    problem: "no posting slot of the channel is free on {day}",
    remedy: "Write {next}, which is the next free one, or any other time.",
  },
  slotsExhausted: {
    problem: "no posting slot of {channel} is free within a year",
    remedy: "Write a date and a time, or have more slots set up for the channel.",
  },
  timeUnreadable: {
    problem: "“{value}” is not a time of day",
    remedy: "Write hours and minutes of the 24-hour day, like 09:30 or 17:45.",
  },
  timeTwice: {
    problem: "the date says {inDate} and the column time says {time}",
    remedy: "Write the time in one of the two.",
  },
  timeSkipped: {
    problem: "{time} does not exist on {day} in {zone}: the clocks go forward over it",
    remedy: "Write {later}, or {earlier} to be early.",
  },
  timeRepeated: {
    problem: "{time} comes twice on {day} in {zone}: the clocks go back over it",
    remedy: "Write {earlier} as the date for the first, or {later} for the second.",
  },
  repeatUnreadable: {
    problem: "“{value}” does not say how the row repeats",
    remedy: "Write like “weekly until 2026-12-31”, “daily 5 times”, or a rule like FREQ=WEEKLY;BYDAY=MO;COUNT=10.",
  },
  repeatEndless: {
    problem: "the repetition “{value}” has no end",
    remedy: "Add an end: “weekly until 2026-12-31”, “weekly 10 times”, or in a rule COUNT=10 or UNTIL=20261231.",
  },
  repeatNever: {
    problem: "the repetition “{value}” makes no post",
    remedy: "Look at its end and its days: none of them comes on or after the date of the row.",
  },
  repeatTooOften: {
    problem: "the repetition “{value}” makes more than {most} posts",
    remedy: "Let it end earlier, and write another row for what comes after.",
  },
  repeatMakes: {
    problem: "the row repeats: {count} posts, the first {first}, the last {last}",
    remedy: "Nothing to do if that is what you mean.",
  },
  zoneUnknown: {
    problem: "“{value}” is not a time zone",
    remedy: "Write a name like Europe/Paris, or UTC; leave it empty for the default.",
  },
  zoneMisspelt: { problem: "“{value}” is not a time zone", remedy: "Write {similar}." },
  latenessUnreadable: {
    problem: "“{value}” does not say what happens to the post when it is late",
    remedy: "Write how late it may be, like 2 h or 1 d, or skip, or ask; empty means 2 h.",
  },
  latenessTooLong: {
    problem: "“{value}” is too late for a post to go out by itself",
    remedy: "At most 7 d. If somebody is to decide, write ask.",
  },
  approvalUnreadable: {
    problem: "“{value}” does not say whether an approval is needed",
    remedy: "Write required or no; leave it empty where none is needed.",
  },
  approvalNeeded: {
    problem: "it goes out only if somebody approves it before",
    remedy: "Have it approved in time: antenne calendar approve. Every change needs another approval.",
  },
  channelEmpty: { problem: "no channel is named", remedy: "Write one or several of: {choices}." },
  channelAmbiguous: { problem: "“{value}” may mean {count} channels", remedy: "Write which one: {choices}." },
  channelUnknown: {
    problem: "the channel “{value}” is not configured",
    remedy: "Write one of: {choices}. Or have it connected first.",
  },
  channelMisspelt: { problem: "the channel “{value}” is not configured", remedy: "Did you mean {similar}?" },
  groupUnknown: {
    problem: "“{value}” is neither a channel nor a group of channels",
    remedy: "Write one of: {choices}.",
  },
  groupMemberMissing: {
    problem: "the group “{value}” holds {member}, and that channel is not configured",
    remedy: "Have the channel connected, or taken out of the group.",
  },
  channelSilent: {
    problem: "Antenne cannot publish on {network} yet",
    remedy: "Take the channel out of this row.",
  },
  postEmpty: { problem: "there is nothing to publish", remedy: "Fill in text, media or link." },
  linkUnreadable: {
    problem: "“{value}” is not a web address",
    remedy:
      "Write one whole address that begins with https://. If this is the end of the text, put the text in double quotes: it contains the separator.",
  },
  linkWithoutScheme: { problem: "“{value}” is not a web address", remedy: "Put https:// in front: {proposed}" },
  mediaMissing: {
    problem: "the file “{value}” is not in the media bucket",
    remedy: "Upload the file to the media bucket, or correct its name, then upload the calendar again.",
  },
  mediaAwaited: {
    problem: "the file “{value}” is not in the media bucket yet: the post waits for it",
    remedy: "Put it there half an hour before the post is due at the latest, or correct its name.",
  },
  mediaMisspelt: {
    problem: "the file “{value}” is not in the media bucket",
    remedy: "Write “{similar}”: upper and lower case and accents must be the same.",
  },
  mediaKind: {
    problem: "the file “{value}” is not an image or video of a known kind",
    remedy: "Use a file with one of these extensions: {extensions}.",
  },
  mediaDamaged: {
    problem: "the file “{value}” is damaged or breaks off",
    remedy: "Export it anew and put it into the media bucket again.",
  },
  addressNotPublic: {
    problem: "“{value}” is not an address that begins with https:// and that anybody may open",
    remedy: "Put the file into the media bucket and write its name.",
  },
  addressNotFetched: {
    problem: "nothing could be fetched from “{value}”: {why}",
    remedy:
      "Open the address in a browser to see what is there, or put the file into the media bucket and write its name.",
  },
  mediaAdapted: {
    problem: "“{value}” is adapted for {network}: {how}",
    remedy: "Nothing to do; the original stays as it is. With “none” in the column image_fit nothing is adapted.",
  },
  mediaAddress: {
    problem: "“{value}” is an address: the file “{file}” of the media bucket is used",
    remedy: "Nothing to do if that file is the one.",
  },
  altTextSurplus: {
    problem: "alt_text has {count} descriptions, but media names {files} files",
    remedy: "Write one description for each file, separated by | and in the same order.",
  },
  quotaExceeded: {
    problem: "{whose} has {count} posts within {span}, but its network takes {limit}",
    remedy: "Spread them over more time: what is beyond the limit waits, and may go out late.",
  },
  quotaShared: {
    problem:
      "{whose} has {count} posts within {span}, {others} of them from other calendars, but its network takes {limit}",
    remedy:
      "Spread them over more time, or take some out of another calendar: what is beyond the limit waits, and may go out late.",
  },
  textSoonAgain: {
    problem: "the same text goes out on this channel within three days of line {line}",
    remedy: "Nothing to do if that is meant. Else change the words, or leave more time between them.",
  },
  textElsewhere: {
    problem: "the same text goes out on {channel}, and this network forbids that between its accounts",
    remedy: "Write other words for one of them, in a row of its own.",
  },
  optionUnknown: {
    problem: "“{value}” is not one of the words for {column}",
    remedy: "Write one of: {choices}.",
  },
  optionUnsupported: {
    problem: "{network} does not take it: it is left out there",
    remedy: "Nothing to do, or leave the cell empty for this network.",
  },
  threadUnsupported: {
    problem: "{network} has no threads: all but the first part would be missing there",
    remedy: "Call the column “{column}_” and a network that has threads, like {column}_x, or take this channel out.",
  },
} as const;

/** The words of a result file that are no problem. */
export const ENGLISH_WORDS = {
  planned: "planned",
  partlyPlanned: "partly planned",
  unchanged: "unchanged",
  changed: "changed",
  alreadyPublished: "already published",
  plannedElsewhere: "already planned",
  notPublished: "not published",
  rejected: "rejected",
  cancelled: "cancelled",
  notCancelled: "not cancelled",
  cancelledWhy: "its row is not in the file any more",
  cancelledRemedy: "Nothing to do. To have it back, copy its row into the calendar, with a time in the future.",
  note: "Note: ",
  line: "line {line}: ",
  none: "(none is connected yet)",
  adaptedJpeg: "a JPEG of {size}",
  adaptedPadded: "a JPEG with bars beside it, {size}",
  adaptedCropped: "a JPEG cropped to {size}",
  fetchNotFound: "there is no such file",
  fetchUnreachable: "the site does not give it out",
  fetchTooLarge: "the file is larger than 100 MB",
  fetchTooSlow: "it took too long",
  fetchNoMedia: "it is neither an image nor a video",
  andMore: "{shown} and {count} more",
} as const;
