import { describe, expect, it } from "vitest";
import { EVERY_CHANNEL } from "#lib/domain/publishing/calendar/channel-defaults.ts";
import { readHeader } from "#lib/domain/publishing/calendar/header.ts";
import type { MediaReference } from "#lib/domain/publishing/calendar/media-references.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import { isPast } from "#lib/domain/publishing/calendar/past.ts";
import { planRow } from "#lib/domain/publishing/calendar/plan-row.ts";
import { rowReader } from "#lib/domain/publishing/calendar/row.ts";
import type { PlanContext } from "#lib/domain/publishing/calendar/row-plan.ts";
import { NO_SETTINGS } from "#lib/domain/publishing/calendar/settings.ts";
import { DEFAULT_LATENESS } from "#lib/domain/publishing/lateness.ts";
import { aChannel, CHANNELS, findNetwork } from "#test/support/calendars.ts";

const say = sayIn("en");

const IN_NOVEMBER = { calendar: "november", isOfNamedCalendar: false };

const GOOD = { date: "2026-12-24", time: "18:00", channels: "facebook", text: "Joyeux Noël 🎄" };

function plan(changes: Record<string, string>, context: Partial<PlanContext> = {}) {
  const cells = { ...GOOD, ...changes };
  const header = readHeader(Object.keys(cells), 1, { say, networks: ["facebook", "instagram", "x"] });
  if (!header.ok) throw new Error("the test's header is wrong");
  return planRow(rowReader(header, say)(Object.values(cells), 7), {
    say,
    defaultChannels: "",
    dateOrder: { undecided: "no-evidence" },
    identify: ({ id, channelId }) => ({ ...IN_NOVEMBER, rowId: id, publicationId: `p-${channelId}` }),
    channels: CHANNELS,
    ...NO_SETTINGS,
    defaultTimeZone: "UTC",
    rulesOf: (network) => findNetwork(network)?.publishing,
    lookUpMedia: () => ({ found: true, sizeBytes: 1000 }),
    ...context,
  });
}

const channelsOf = ({ posts }: ReturnType<typeof plan>) => posts.map(({ channel }) => channel.channelId);

const approvalsOf = ({ channels = [], campaigns = [] }: { channels?: string[]; campaigns?: string[] }) => ({
  channels: new Set(channels),
  campaigns: new Set(campaigns),
});

describe("planRow", () => {
  it("plans one post for each channel", () => {
    const { posts, problems } = plan({ channels: "Facebook; instagram/lumiere, x", media: "a.jpg" });

    expect(posts).toHaveLength(3);
    expect(posts[0]).toMatchObject({
      channel: { channelId: "facebook/lumiere" },
      dueAt: new Date("2026-12-24T18:00:00Z"),
      draft: { text: GOOD.text, media: [{ name: "a.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1000 }] },
      wantsStaging: true,
    });
    expect(problems).toEqual([]);
  });

  it("plans a channel once that is named twice", () => {
    expect(channelsOf(plan({ channels: "facebook; facebook/lumiere" }))).toEqual(["facebook/lumiere"]);
  });

  it("lets the others go when the text is too long for one of three channels, and says which", () => {
    const row = plan({ channels: "facebook; instagram; x", media: "a.jpg", text: "a".repeat(281) });

    expect(channelsOf(row)).toEqual(["facebook/lumiere", "instagram/lumiere"]);
    expect(row.problems).toEqual([
      expect.objectContaining({ line: 7, column: "text", channelId: "x/lumiere", severity: "error" }),
    ]);
  });

  it("lets the others go when one channel is not configured", () => {
    const row = plan({ channels: "facebook; facebok" });

    expect(channelsOf(row)).toEqual(["facebook/lumiere"]);
    expect(row.problems[0]).toMatchObject({ column: "channels", value: "facebok", remedy: "Did you mean facebook?" });
  });

  it("names the choices when a network has several channels", () => {
    const channels = [aChannel("x/lyon"), aChannel("x/paris")];

    expect(plan({ channels: "x" }, { channels }).problems[0]?.remedy).toBe("Write which one: x/lyon, x/paris.");
  });

  it("publishes on every channel of a group, once each, and beside it on others", () => {
    const groups = [{ name: "All Pages", channelIds: ["facebook/lumiere", "instagram/lumiere"] }];
    const row = plan({ channels: "all pages; x, facebook", media: "a.jpg" }, { groups });

    expect(row.problems).toEqual([]);
    expect(channelsOf(row)).toEqual(["facebook/lumiere", "instagram/lumiere", "x/lumiere"]);
  });

  it("names groups and channels when a group does not exist", () => {
    const groups = [{ name: "all pages", channelIds: ["facebook/lumiere"] }];

    expect(plan({ channels: "everywhere" }, { groups }).problems[0]).toMatchObject({
      problem: "“everywhere” is neither a channel nor a group of channels",
      remedy: "Write one of: all pages, facebook/lumiere, instagram/lumiere, x/lumiere.",
    });
    expect(plan({ channels: "all page" }, { groups }).problems[0]?.remedy).toBe("Did you mean all pages?");
  });

  it("lets the others go when a channel of a group is gone, and says which", () => {
    const groups = [{ name: "all", channelIds: ["facebook/lumiere", "facebook/lyon"] }];
    const row = plan({ channels: "all" }, { groups });

    expect(channelsOf(row)).toEqual(["facebook/lumiere"]);
    expect(row.problems[0]?.problem).toContain("the group “all” holds facebook/lyon");
  });

  it("makes a post of each time that a row repeats, each with a stable id and a link of its own", () => {
    const identify: PlanContext["identify"] = ({ id, occurrence, channelId }) => ({
      ...IN_NOVEMBER,
      rowId: `${id}@${occurrence}`,
      publicationId: `${channelId}@${occurrence}`,
    });
    const row = plan(
      {
        id: "tip",
        channels: "facebook; x",
        repeat: "weekly 3 times",
        link: "https://example.com",
        timezone: "Europe/Paris",
      },
      { identify },
    );

    expect(row.posts).toHaveLength(6);
    expect(row.posts[1]).toMatchObject({
      rowId: "tip@2026-12-31T18:00",
      dueAt: new Date("2026-12-31T17:00:00Z"),
      draft: { link: expect.stringContaining(encodeURIComponent("facebook/lumiere@2026-12-31T18:00")) },
    });
    expect(row.problems).toEqual([
      expect.objectContaining({
        column: "repeat",
        severity: "warning",
        problem: "the row repeats: 3 posts, the first 2026-12-24 18:00, the last 2027-01-07 18:00",
      }),
    ]);
  });

  it.each([
    ["weekly", "has no end"],
    ["FREQ=WEEKLY;BYDAY=XX;COUNT=2", "does not say how the row repeats"],
    ["daily 401 times", "makes more than 400 posts"],
    ["daily until 2026-12-01", "makes no post"],
  ])("keeps a row back whose repetition is %s, and says what to write", (repeat, problem) => {
    const row = plan({ repeat });

    expect(row.posts).toEqual([]);
    expect(row.problems).toEqual([
      expect.objectContaining({
        line: 7,
        column: "repeat",
        severity: "error",
        problem: expect.stringContaining(problem),
      }),
    ]);
  });

  it("wants a time in a row that repeats, slots or not", () => {
    const slots = new Map([["facebook/lumiere", [{ weekday: 4, hour: 9, minute: 0, second: 0 }]]]);

    expect(plan({ time: "", repeat: "daily 2 times" }, { slots }).problems[0]?.problem).toBe("the time is empty");
  });

  it.each([
    ["its own column", { approval: "required" }, {}, true],
    ["its own column, in French", { approval: "Requise" }, {}, true],
    ["its file", {}, { fileApproval: true }, true],
    ["its file, which it may contradict", { approval: "no" }, { fileApproval: true }, false],
    ["its channel", { approval: "no" }, { approvals: approvalsOf({ channels: ["facebook/lumiere"] }) }, true],
    ["its campaign", { approval: "no", campaign: "Noël" }, { approvals: approvalsOf({ campaigns: ["noël"] }) }, true],
    ["nobody", {}, { approvals: approvalsOf({ channels: ["x/lumiere"], campaigns: ["easter"] }) }, false],
  ])("waits for an approval when that is wanted by %s", (_, cells, context, isNeeded) => {
    const { posts, problems } = plan(cells, context);

    expect(posts[0]?.needsApproval ?? false).toBe(isNeeded);
    expect(problems.map(({ column, severity }) => [column, severity])).toEqual(
      isNeeded ? [["approval", "warning"]] : [],
    );
  });

  it("keeps a row back that says of its approval what nobody understands", () => {
    expect(plan({ approval: "perhaps" }).problems).toEqual([
      expect.objectContaining({
        column: "approval",
        value: "perhaps",
        severity: "error",
        remedy: expect.stringContaining("required"),
      }),
    ]);
  });

  it("refuses a channel of a network that publishes nothing", () => {
    const row = plan({}, { rulesOf: () => undefined });

    expect(row.posts).toEqual([]);
    expect(row.problems[0]).toMatchObject({ column: "channels", value: "facebook/lumiere" });
  });

  it("keeps the whole row back for a wrong date, and still judges its text", () => {
    const row = plan({ date: "2026-02-30", channels: "facebook; x", text: "a".repeat(281) });

    expect(row.posts).toEqual([]);
    expect(row.problems.map(({ column }) => column)).toEqual(["date", "text"]);
  });

  it("names a missing file once, and the file that differs only in case", () => {
    const lookUpMedia = ({ name }: MediaReference) =>
      name === "b.jpg" ? { found: true as const, sizeBytes: 1 } : { found: false as const, similar: "a.jpg" };
    const row = plan({ channels: "instagram", media: "A.jpg; b.jpg" }, { lookUpMedia });

    expect(row.posts).toEqual([]);
    expect(row.problems).toEqual([
      expect.objectContaining({ column: "media", value: "A.jpg", remedy: expect.stringContaining("“a.jpg”") }),
    ]);
  });

  it("gives each file its description, and none where it is left empty", () => {
    const { posts } = plan({ media: "a.jpg | b.png; c.mp4", alt_text: "One || Three" });

    expect(posts[0]?.draft.media.map(({ altText, kind }) => [altText, kind])).toEqual([
      ["One", "image"],
      [undefined, "image"],
      ["Three", "video"],
    ]);
  });

  it("believes a file's bytes over its name, and the name where nobody looked into it", () => {
    const facts = { kind: "image", contentType: "image/png", width: 640, height: 480 } as const;
    const probed = () => ({ found: true, sizeBytes: 1, probe: { isReadable: true, facts } }) as const;

    const png = plan({ media: "photo.jpg" }, { lookUpMedia: probed });
    const unseen = plan({ media: "photo.JPG" }, { lookUpMedia: () => ({ found: true, sizeBytes: 1 }) });

    expect(png.posts[0]?.draft.media[0]).toEqual({ name: "photo.jpg", sizeBytes: 1, ...facts });
    expect(unseen.posts[0]?.draft.media[0]?.contentType).toBe("image/jpeg");
  });

  it("takes a file where it lies, when its accents are stored in another way", () => {
    const stored = "Été.jpg".normalize("NFD");
    const { posts } = plan({ media: "Été.jpg" }, { lookUpMedia: () => ({ found: true, name: stored, sizeBytes: 1 }) });

    expect(posts[0]?.draft.media[0]?.name).toBe(stored);
  });

  it.each(["2026\\december\\a.jpg", "/2026/december/a.jpg", "./2026/december/a.jpg"])(
    "reads %s as a file in a folder",
    (media) => {
      expect(plan({ media }).posts[0]?.draft.media[0]?.name).toBe("2026/december/a.jpg");
    },
  );

  it("plans a post whose file has yet to come, with a note", () => {
    const { posts, problems } = plan({ media: "a.mp4" }, { lookUpMedia: () => ({ found: false }) });

    expect(posts[0]?.draft.media).toEqual([
      { name: "a.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 0, isAwaited: true },
    ]);
    expect(problems).toEqual([expect.objectContaining({ column: "media", value: "a.mp4", severity: "warning" })]);
  });

  it("refuses a file that differs only in case, and one that could be anything", () => {
    const similar = plan({ media: "A.jpg" }, { lookUpMedia: () => ({ found: false, similar: "a.jpg" }) });
    const nameless = plan({ media: "photo of the team" }, { lookUpMedia: () => ({ found: false }) });

    expect(similar.problems[0]).toMatchObject({ severity: "error", remedy: expect.stringContaining("“a.jpg”") });
    expect(nameless.problems[0]).toMatchObject({ severity: "error" });
    expect([...similar.posts, ...nameless.posts]).toEqual([]);
  });

  it("takes a file that was fetched from its address, without a word", () => {
    const { posts, problems } = plan(
      { media: "https://files.example/a.jpg" },
      { lookUpMedia: ({ name }) => ({ found: true, name: `fetched/1/${name}`, sizeBytes: 1 }) },
    );

    expect(posts[0]?.draft.media[0]?.name).toBe("fetched/1/a.jpg");
    expect(problems).toEqual([]);
  });

  it.each([
    ["not-public", "https:// and that anybody may open"],
    ["not-found", "there is no such file"],
    ["no-media", "neither an image nor a video"],
  ] as const)("tells why an address gave nothing: %s", (refusal, words) => {
    const { posts, problems } = plan(
      { media: "https://files.example/a.jpg" },
      { lookUpMedia: () => ({ found: false, refusal }) },
    );

    expect(posts).toEqual([]);
    expect(problems[0]?.problem).toContain(words);
  });

  describe("with an image that a network does not take as it is", () => {
    const facts = { kind: "image", contentType: "image/png", width: 1080, height: 1920 } as const;
    const lookUpMedia = () => ({ found: true, sizeBytes: 1000, probe: { isReadable: true, facts } }) as const;
    const limits = { imageTypes: ["image/jpeg"], imageBytes: 10_000, imageRatio: { min: 0.8, max: 1.91 } };
    const imageLimitsOf = (network: string) => (network === "instagram" ? limits : undefined);

    it("plans a copy for that network, with a note, and the original for the others", () => {
      const { posts, problems } = plan({ channels: "instagram; x", media: "a.png" }, { lookUpMedia, imageLimitsOf });

      expect(posts.map(({ draft }) => draft.media[0])).toEqual([
        expect.objectContaining({ contentType: "image/jpeg", width: 1536, height: 1920, recipe: expect.anything() }),
        { name: "a.png", sizeBytes: 1000, ...facts },
      ]);
      expect(problems).toEqual([
        expect.objectContaining({
          channelId: "instagram/lumiere",
          severity: "warning",
          problem: "“a.png” is adapted for instagram: a JPEG with bars beside it, 1536×1920",
        }),
      ]);
    });

    it.each([
      ["crop", "“a.png” is adapted for instagram: a JPEG cropped to 1080×1350"],
      ["none", undefined],
    ])("does as the column image_fit says: %s", (image_fit, problem) => {
      const row = plan({ channels: "instagram", media: "a.png", image_fit }, { lookUpMedia, imageLimitsOf });

      expect(row.problems[0]?.problem).toBe(problem);
    });

    it("remembers for an image that is yet to come what is done with it then, unless it is padded", () => {
      const context = { lookUpMedia: () => ({ found: false }) as const, imageLimitsOf };
      const mediaOf = (cells: Record<string, string>) =>
        plan({ channels: "instagram", media: "a.png", ...cells }, context).posts[0]?.draft.media[0];

      expect(mediaOf({ image_fit: "crop" })).toMatchObject({ isAwaited: true, imageFit: "crop" });
      expect(mediaOf({})).not.toHaveProperty("imageFit");
      // Its network judges the copy, and not the file that nobody has seen; without one it judges the file.
      expect(mediaOf({})).toMatchObject({ contentType: "image/jpeg" });
      expect(mediaOf({ image_fit: "none" })).toMatchObject({ contentType: "image/png" });
    });

    const channelDefaults = new Map([["instagram/lumiere", { imageFit: "crop" as const }]]);

    it.each<[string, Record<string, string>, Partial<PlanContext>, string | undefined]>([
      ["its own column", { image_fit: "pad" }, { fileImageFit: "none", channelDefaults }, "bars beside it"],
      ["its file", {}, { fileImageFit: "none", channelDefaults }, undefined],
      ["its channel", {}, { channelDefaults }, "cropped to"],
      ["nobody", {}, {}, "bars beside it"],
    ])("asks in this order: %s", (_, cells, context, told) => {
      const row = plan({ channels: "instagram", media: "a.png", ...cells }, { lookUpMedia, imageLimitsOf, ...context });

      expect(row.problems.map(({ problem }) => problem)).toEqual(told ? [expect.stringContaining(told)] : []);
    });
  });

  describe("how late a post may go out", () => {
    const late = (minutes: number, ifTooLate: "miss" | "ask" = "miss") => ({ lateUpToMs: minutes * 60_000, ifTooLate });
    const channelDefaults = new Map([
      [EVERY_CHANNEL, { lateness: late(30) }],
      ["facebook/lumiere", { lateness: late(5, "ask") }],
    ]);
    const fileLateness = late(240);

    it.each<[string, Record<string, string>, Partial<PlanContext>, object]>([
      ["its own column", { if_late: "1 h" }, { fileLateness, channelDefaults }, late(60)],
      ["its file", {}, { fileLateness, channelDefaults }, late(240)],
      ["its channel", {}, { channelDefaults }, late(5, "ask")],
      ["all channels", { channels: "x" }, { channelDefaults }, late(30)],
      ["nobody", {}, {}, late(120)],
    ])("is said, in this order, by %s", (_, cells, context, lateness) => {
      const { posts } = plan({ channels: "facebook", ...cells }, context);

      expect(posts.map((post) => post.lateness)).toEqual([lateness]);
    });
  });

  it("refuses a damaged file", () => {
    const broken = { found: true, sizeBytes: 1, probe: { isReadable: false, because: "damaged" } } as const;
    const { posts, problems } = plan({ media: "a.jpg" }, { lookUpMedia: () => broken });

    expect(posts).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ column: "media", problem: "the file “a.jpg” is damaged or breaks off" }),
    ]);
  });

  it.each([
    ["more descriptions than files", { media: "a.jpg", alt_text: "One | Two" }, "alt_text"],
    ["a file of an unknown kind", { media: "menu.pdf" }, "media"],
    ["a link without https", { link: "example.com/a" }, "link"],
    ["a link that is the end of a text", { link: " and more" }, "link"],
    ["a link that runs a script", { link: "javascript:alert(1)" }, "link"],
    ["a row with nothing to publish", { text: " " }, "text"],
    ["no channel", { channels: " ; " }, "channels"],
    ["an endless id", { id: "a".repeat(201) }, "id"],
  ])("refuses %s", (_, changes, column) => {
    const row = plan(changes);

    expect(row.posts).toEqual([]);
    expect(row.problems).toEqual([expect.objectContaining({ line: 7, column, severity: "error" })]);
  });

  it("passes a warning of a network on without holding the post back", () => {
    const check = () => [{ column: "alt_text", problem: "none", remedy: "add one", severity: "warning" as const }];
    const row = plan({}, { rulesOf: () => ({ check, needsStaging: () => false }) });

    expect(row.posts).toHaveLength(1);
    expect(row.problems[0]?.severity).toBe("warning");
  });
});

describe("planRow, for one network among several", () => {
  it("takes the network's own words, files and options in place of the common ones", () => {
    const { posts } = plan({
      channels: "facebook; x",
      text: "Long",
      text_x: "Short",
      "Media (X)": "b.jpg",
      media: "a.jpg",
    });

    expect(posts.map(({ draft }) => [draft.text, draft.media.map(({ name }) => name)])).toEqual([
      ["Long", ["a.jpg"]],
      ["Short", ["b.jpg"]],
    ]);
  });

  it("publishes where only the network's own text is filled in, and says where nothing is", () => {
    const row = plan({ channels: "facebook; x", text: "", text_x: "Short" });

    expect(channelsOf(row)).toEqual(["x/lumiere"]);
    expect(row.problems).toEqual([expect.objectContaining({ column: "text", channelId: "facebook/lumiere" })]);
  });

  it("keeps what the row says of the post, and warns where the network has no use for it", () => {
    const options = {
      title: "Noël",
      first_comment: "Which one?",
      tags: "a, b; a",
      objective: "Ventes",
      privacy: "private",
    };
    const row = plan({ ...options, content_type: "Fun", post_type: "Reels", cta: "Order" });

    expect(row.posts[0]?.draft.options).toEqual({
      title: "Noël",
      tags: ["a", "b"],
      objective: "sales",
      contentType: "fun",
      postType: "reel",
      cta: "Order",
      privacy: "private",
    });
    expect(row.problems.map(({ column, severity }) => `${severity} ${column}`)).toEqual([
      "warning title",
      "warning post_type",
      "warning cta",
      "warning privacy",
    ]);
  });

  it("reads what is to happen when the post is late; what says nothing holds the row back", () => {
    expect(plan({}).posts[0]?.lateness).toEqual(DEFAULT_LATENESS);
    expect(plan({ if_late: "ask" }).posts[0]?.lateness.ifTooLate).toBe("ask");
    const wrong = plan({ if_late: "tomorrow" });

    expect(wrong.posts).toEqual([]);
    expect(wrong.problems).toMatchObject([{ column: "if_late", value: "tomorrow", severity: "error" }]);
  });

  it.each([
    ["IA", "ai"],
    ["Paid partnership, AI-generated", "ai; paid partnership"],
    ["marque propre; ia; own brand", "ai; own brand"],
  ])("reads %s as what people are to be told", (disclosure, expected) => {
    expect(plan({ disclosure }).posts[0]?.draft.options).toEqual({ disclosure: expected });
  });

  it("passes on what the network says in the calendar's language", () => {
    const inFrench = { problem: "trop long", remedy: "raccourcissez" };
    const check = () => [{ column: "text", problem: "too long", remedy: "shorten it", inFrench }];
    const rulesOf = () => ({ check, needsStaging: () => false });

    expect(plan({}, { rulesOf }).problems[0]).toMatchObject({ problem: "too long" });
    expect(plan({}, { rulesOf, say: sayIn("fr") }).problems[0]).toMatchObject({ problem: "trop long" });
  });

  it("is silent about what the network does publish", () => {
    const check = () => [];
    const row = plan({ title: "Noël" }, { rulesOf: () => ({ check, needsStaging: () => false, options: ["title"] }) });

    expect(row.problems).toEqual([]);
  });

  it.each([["objective"], ["content_type"], ["post_type"], ["privacy"], ["disclosure"], ["utm"]])(
    "refuses a word that %s does not have",
    (column) => {
      const row = plan({ [column]: "sdfgh" });

      expect(row.posts).toEqual([]);
      expect(row.problems).toEqual([expect.objectContaining({ column, value: "sdfgh", severity: "error" })]);
    },
  );
});

describe("planRow, for a link", () => {
  const link = "https://example.com/noel?q=1";
  const linkOf = (row: ReturnType<typeof plan>) => row.posts.map(({ draft }) => draft.link);

  it("tags it for each publication", () => {
    const row = plan({ channels: "facebook; x", link, campaign: "noel" });

    expect(linkOf(row)).toEqual([
      `${link}&utm_source=facebook&utm_medium=social&utm_campaign=noel&utm_content=p-facebook%2Flumiere`,
      `${link}&utm_source=x&utm_medium=social&utm_campaign=noel&utm_content=p-x%2Flumiere`,
    ]);
  });

  it.each(["no", "Non", "FALSE"])("leaves it alone when the row says %s", (utm) => {
    expect(linkOf(plan({ link, utm }))).toEqual([link]);
  });

  it("tags it in its place where the text already has it, so that it goes out once", () => {
    const row = plan({ link, text: `Order: ${link}, or ${link}2` });

    expect(row.posts[0]?.draft.text).toBe(`Order: ${row.posts[0]?.draft.link}, or ${link}2`);
  });

  it("judges the text with the link as it goes out", () => {
    const check = (draft: { readonly link?: string }) =>
      (draft.link?.length ?? 0) > 50 ? [{ column: "link", problem: "long", remedy: "none" }] : [];

    expect(plan({ link }, { rulesOf: () => ({ check, needsStaging: () => false }) }).posts).toEqual([]);
  });
});

describe("isPast", () => {
  it.each([
    ["an hour before the upload", "2026-12-24T19:00:00Z", true],
    ["within the minute that an upload takes", "2026-12-24T18:00:59Z", false],
    ["after the upload", "2026-12-24T17:00:00Z", false],
  ])("judges a post due %s", (_, uploadedAt, expected) => {
    expect(isPast(plan({}), new Date(uploadedAt))).toBe(expected);
  });
});
