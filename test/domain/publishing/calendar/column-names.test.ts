import { describe, expect, it } from "vitest";
import { readHeader } from "#lib/domain/publishing/calendar/header.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { rowReader } from "#lib/domain/publishing/calendar/row.ts";

const say = sayIn("en");

/** One row in a file with the given columns beside the ones that every calendar has. */
function read(cells: Readonly<Record<string, string>>) {
  const written = { date: "2026-12-24", text: "Hello", ...cells };
  const header = readHeader(Object.keys(written), 1, { say, networks: [] });
  if (!header.ok) throw new Error(header.problems[0]?.problem);
  return { header, row: rowReader(header, say)(Object.values(written), 2) };
}

describe("the names that other tools give our columns", () => {
  it.each([
    ["id", "external_id, post_id, row_id"],
    ["time", "time_24hr, publish_time, scheduled_time, schedule_time"],
    ["timezone", "tz, time_zone"],
    [
      "channels",
      "platform, platforms, channel, channels, platformName, platformAccount, account_id, platformIds, Network",
    ],
    ["link", "post_link, Link(s), LinkUrl, OGmetaURL, link (OGmetaUrl)"],
    [
      "media",
      "media_url, media_urls, mediaUrls, Media URL(s), image_url, imageUrls, video_url, videoUrl, videoUrls, gifUrl, gifUrls, Picture, featuredImageFilename, document",
    ],
    ["alt_text", "Alt text(s), alt"],
    ["post_type", "postType, type, placement, gbp_type"],
    ["first_comment", "comment, comments, followUpComment, Comment(s)"],
    ["title", "Title, LinkTitle"],
    ["tags", "Label(s), labels, tag, category, content_category"],
    ["cta", "CTA"],
  ] as const)("are read for the column %s", (column, names) => {
    for (const name of names.split(", ")) expect(read({ [name]: "a" }).row.values[column], name).toBe("a");
  });

  it.each([
    ["text", "caption, content, message, message_text, post_content, post, body, Text, Message, Description"],
    [
      "date",
      "scheduled_at, scheduledAt, scheduleDate, schedule_time, scheduled_time, publish_date, publish_time, Publish date, postAtSpecificTime (yyyy-MM-dd HH:mm:ss)",
    ],
  ] as const)("are read for the column %s where it has no other", (column, names) => {
    for (const name of names.split(", ")) {
      const cells = column === "text" ? ["date", name] : [name, "text"];
      const header = readHeader(cells, 1, { say, networks: [] });
      expect(header.ok && header.positions.get(column), name).toEqual([column === "text" ? 1 : 0]);
    }
  });

  it.each([
    ["fb_content_type", "Reel", "facebook", "post_type", "Reel"],
    ["ig_publish_type", "story", "instagram", "post_type", "story"],
    ["yt_is_short", "true", "youtube", "post_type", "short"],
    ["youtubeVideoType", "SHORT", "youtube", "post_type", "SHORT"],
    ["youtubeTitle", "Dough", "youtube", "title", "Dough"],
    ["youtubePrivacy", "PUBLIC", "youtube", "privacy", "PUBLIC"],
    ["gbpPostType", "OFFER", "google", "post_type", "OFFER"],
    ["gbpCallToAction", "LEARN_MORE", "google", "cta", "LEARN_MORE"],
    ["linkedInDocumentUrl", "https://example.com/a.pdf", "linkedin", "media", "https://example.com/a.pdf"],
    ["pinterestBoardId", "12", "pinterest", "board", "12"],
    ["pinterest_board_id", "12", "pinterest", "board", "12"],
    ["Pinterest board", "Noël", "pinterest", "board", "Noël"],
  ])("read %s: %s for one network", (name, value, network, column, expected) => {
    const { row, header } = read({ [name]: value });

    expect(row.variants.get(network)).toEqual({ [column]: expected });
    expect(header.warnings).toEqual([]);
  });

  it("read a no as nothing said", () => {
    expect(read({ yt_is_short: "false" }).row.variants.size).toBe(0);
  });
});

describe("a calendar that has texts for single networks only", () => {
  it("is read", () => {
    const header = readHeader(["date", "text_facebook", "text_x"], 1, { say, networks: ["facebook", "x"] });

    expect(header.ok && header.variants.map(({ network }) => network)).toEqual(["facebook", "x"]);
  });
});
