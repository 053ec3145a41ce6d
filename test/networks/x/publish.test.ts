import { describe, expect, it } from "vitest";
import type { HttpRequest, HttpResponse } from "#lib/networks/http.ts";
import { x } from "#lib/networks/x/index.ts";
import { aDraft, publish, secrets, stageAll, startNetwork, tinyJpeg } from "#test/support/network-world.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

function startX() {
  const [simulated] = simulatedNetworks.filter(({ name }) => name === "x");
  if (!simulated) throw new Error("X is not simulated");
  return startNetwork(simulated);
}

const channel = startX().channel;
const columnsOf = (change: Parameters<typeof aDraft>[0]) =>
  x.publishing?.check(aDraft(change), channel).map(({ column }) => column);
const image = { name: "a.png", kind: "image", contentType: "image/png", sizeBytes: 1000 } as const;

describe("what X has against a draft", () => {
  it.each([
    ["nothing to post", { text: " ", media: [] }, ["text"]],
    ["a link that makes the text too long", { text: "a".repeat(257), link: "https://example.com" }, ["text"]],
    ["a text of emoji", { text: "🌞".repeat(141) }, ["text"]],
    ["a second cashtag", { text: "Buy $ACME and $TSLA" }, ["text"]],
    ["an invisible character", { text: "a\uFEFFb" }, ["text"]],
    ["a link without its protocol", { link: "example.com" }, ["link"]],
    ["five images", { media: Array(5).fill(image) }, ["media"]],
    ["a video", { media: [{ ...image, kind: "video", contentType: "video/mp4" } as const] }, ["media"]],
    ["an animation", { media: [{ ...image, contentType: "image/gif" }] }, ["media"]],
    ["a large image", { media: [{ ...image, sizeBytes: 5 * 1024 * 1024 + 1 }] }, ["media"]],
    ["a long description", { media: [{ ...image, altText: "a".repeat(1001) }] }, ["alt_text"]],
    [
      "everything at once",
      { text: "a".repeat(281), link: "no", media: Array(5).fill(image) },
      ["link", "text", "media"],
    ],
  ])("refuses %s", (_, change, columns) => {
    expect(columnsOf(change)).toEqual(columns);
  });

  it.each([
    ["an image without words", { text: "", media: [image] }],
    ["the same cashtag twice", { text: "$ACME, our $ACME" }],
    ["four images", { media: Array(4).fill(image) }],
    ["a text of exactly 280 with its link", { text: "a".repeat(256), link: "https://example.com/a/long/way" }],
  ])("accepts %s", (_, change) => {
    expect(columnsOf(change)).toEqual([]);
  });

  it("says by how much to shorten", () => {
    const [problem] = x.publishing?.check(aDraft({ text: "a".repeat(300) }), channel) ?? [];

    expect(problem?.remedy).toContain("shorten it by 20");
  });
});

/** What a commit makes of one answer of X, or of a proxy in between. */
async function outcomeOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const world = startX();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const http = async (_: HttpRequest): Promise<HttpResponse> => ({ status, headers: new Headers(headers), text });
  return x.publishing?.commit(aDraft({ media: [] }), undefined, "key", { ...world.context, http });
}

const problem = (detail: string, type = "about:blank") => ({ title: "Forbidden", status: 403, detail, type });

describe("what X makes of an answer to a commit", () => {
  it.each([
    [
      "a duplicate",
      403,
      problem("You are not allowed to create a Tweet with duplicate content."),
      { outcome: "rejected", duplicate: true },
    ],
    [
      "a forbidden reply",
      403,
      problem("Reply to this conversation is not allowed"),
      { outcome: "rejected", duplicate: false },
    ],
    [
      "an app that may not write",
      403,
      problem("", "https://api.x.com/2/problems/client-forbidden"),
      { outcome: "notAccepted", because: "token" },
    ],
    [
      "a used-up month",
      403,
      problem("", "https://api.twitter.com/2/problems/usage-capped"),
      { outcome: "notAccepted", because: "rate-limited" },
    ],
    [
      "an invalid request",
      400,
      { title: "Invalid Request", detail: "no", type: "https://api.x.com/2/problems/invalid-request" },
      { outcome: "rejected", code: "400/invalid-request" },
    ],
    ["an expired token", 401, { title: "Unauthorized" }, { outcome: "notAccepted", because: "token" }],
    [
      "credits that are gone",
      402,
      { title: "CreditsDepleted" },
      { outcome: "notAccepted", because: "rate-limited", reason: expect.stringContaining("credits exhausted") },
    ],
    ["a 403 of somebody else", 403, "<html>blocked</html>", { outcome: "ambiguous" }],
    ["a failure", 500, { title: "Internal Server Error" }, { outcome: "ambiguous" }],
    ["an overload", 503, "", { outcome: "ambiguous" }],
    ["a timeout that X reports", 408, {}, { outcome: "ambiguous" }],
    ["a redirect", 302, "", { outcome: "ambiguous" }],
    ["a success without an id", 201, { data: {} }, { outcome: "ambiguous" }],
    ["a success that cannot be read", 201, "{", { outcome: "ambiguous" }],
    ["a success with errors only", 201, { errors: [{ title: "odd" }] }, { outcome: "ambiguous" }],
  ])("understands %s", async (_, status, body, outcome) => {
    expect(await outcomeOf(status, body)).toMatchObject(outcome);
  });

  it("comes back when the window opens again", async () => {
    const headers = { "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1795428000" };

    expect(await outcomeOf(429, "Too Many Requests", headers)).toMatchObject({ retryAt: new Date(1_795_428_000_000) });
  });

  it("comes back tomorrow when the day is used up", async () => {
    const day = { "x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": "1795500000" };

    const outcome = await outcomeOf(429, {}, { ...day, "x-rate-limit-reset": "1795428000" });

    expect(outcome).toMatchObject({ because: "rate-limited", retryAt: new Date(1_795_500_000_000) });
  });
});

describe("publishing on X", () => {
  it("posts images in order, each with its own description", async () => {
    const world = startX();
    const media = ["un", "deux", "trois"].map((altText) => ({ ...image, sizeBytes: tinyJpeg.length, altText }));

    await publish(world, aDraft({ media: [...media, { ...image }] }));

    const [post] = world.simulator.truth.posts;
    expect(post?.media.map(({ altText }) => altText)).toEqual(["un", "deux", "trois", undefined]);
  });

  it("tells until when the uploads are good, and uploads again afterwards", async () => {
    const world = startX();
    const { steps, progress } = await stageAll(world, aDraft());
    expect(steps.at(-1)).toMatchObject({ expiresAt: new Date("2026-11-24T09:00:00Z") });
    world.advance(24 * 60 * 60_000);

    const stale = await x.publishing?.commit(aDraft(), progress, "key", world.context);
    const again = await stageAll(world, aDraft(), progress);

    expect(stale).toMatchObject({
      outcome: "rejected",
      reason: expect.stringContaining("Your media IDs are invalid."),
    });
    expect(again.steps).toHaveLength(2);
    expect(await x.publishing?.commit(aDraft(), again.progress, "key", world.context)).toMatchObject({
      outcome: "accepted",
    });
  });

  it("takes the refusal of a second identical post as a sign of the first", async () => {
    const world = startX();
    await publish(world, aDraft());

    expect(await publish(world, aDraft())).toMatchObject({ outcome: "rejected", duplicate: true });
    expect(world.simulator.truth.posts).toHaveLength(1);
  });

  it("finds a post again whose links X shortened and whose characters it escaped", async () => {
    const world = startX();
    const draft = aDraft({ text: "Thé & café <3 sur example.com", link: "https://example.com/été?a=1&b=2" });
    const attemptedAt = world.now();
    await publish(world, draft);

    const found = await x.publishing?.find({ draft, commitKey: "key", attemptedAt }, world.context);

    expect(found).toMatchObject({ found: true, remoteId: world.simulator.truth.posts[0]?.remoteId });
  });

  it("does not take a post with the same words and other images for ours", async () => {
    const world = startX();
    const attemptedAt = world.now();
    const { progress } = await stageAll(world, aDraft());
    await publish(world, aDraft());

    const found = await x.publishing?.find({ draft: aDraft(), progress, commitKey: "key", attemptedAt }, world.context);

    expect(found).toMatchObject({ found: false, because: "cannot-know" });
  });

  it("looks through more than one page", async () => {
    const world = startX();
    const attemptedAt = world.now();
    await publish(world, aDraft());
    for (let count = 0; count < 99; count++) await publish(world, aDraft({ text: `${count}`, media: [] }));
    world.advance(16 * 60_000);
    for (let count = 99; count < 120; count++) await publish(world, aDraft({ text: `${count}`, media: [] }));

    const found = await x.publishing?.find({ draft: aDraft(), commitKey: "key", attemptedAt }, world.context);

    expect(found).toMatchObject({ found: true });
  });

  it("sends the token in the header and nowhere else", async () => {
    const world = startX();
    const sent: HttpRequest[] = [];
    const http: typeof world.context.http = (request) => {
      sent.push(request);
      return world.context.http(request);
    };

    await publish({ ...world, context: { ...world.context, http } }, aDraft());

    expect(sent.map(({ url }) => url.pathname)).toEqual(["/2/media/upload", "/2/media/metadata", "/2/tweets"]);
    for (const { url, headers, body } of sent) {
      expect(headers?.authorization).toBe(`Bearer ${secrets.accessToken}`);
      expect(`${url} ${String(body)}`).not.toContain(secrets.accessToken);
    }
  });
});
