import { describe, expect, it } from "vitest";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import type { XBehaviour } from "#lib/networks/x/simulator-api.ts";
import { aDraft, eventsOf, messagesOf, publish, secrets, startNetwork, tinyJpeg } from "#test/support/network-world.ts";

function startX(behaviour: XBehaviour = {}) {
  const world = startNetwork({
    name: "x",
    network: x,
    createSimulator: (options) => createXSimulator(options, behaviour),
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
  const call = async (method: string, path: string, body?: unknown, token = secrets.accessToken) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    const content = body instanceof FormData ? { body } : body ? { body: JSON.stringify(body) } : {};
    const request = new Request(`https://api.x.com${path}`, { method, headers, ...content });
    const response = await world.simulator.handle(request);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { ...world, call };
}

function upload(bytes: Uint8Array<ArrayBuffer>, extra: Record<string, string> = {}) {
  const form = new FormData();
  form.set("media", new Blob([bytes]));
  form.set("media_category", "tweet_image");
  for (const [name, value] of Object.entries(extra)) form.set(name, value);
  return form;
}

describe("the simulated X", () => {
  it.each([
    ["an unknown property", { text: "a", colour: "red" }, 400],
    ["a text that is no string", { text: 1 }, 400],
    ["an empty post", {}, 400],
    ["five images", { text: "a", media: { media_ids: ["1", "2", "3", "4", "5"] } }, 400],
    ["281 characters", { text: "a".repeat(281) }, 403],
    ["141 emoji", { text: "🌞".repeat(141) }, 403],
    ["an answer to a post that is gone", { text: "a", reply: { in_reply_to_tweet_id: "1" } }, 403],
  ])("refuses %s", async (_, body, status) => {
    const { call, simulator } = startX();

    expect((await call("POST", "/2/tweets", body)).status).toBe(status);
    expect(simulator.truth.posts).toEqual([]);
  });

  it("refuses images that it does not hold, in X's words", async () => {
    const { call } = startX();

    const { status, body } = await call("POST", "/2/tweets", { text: "a", media: { media_ids: ["1"] } });

    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [{ parameters: { "media.media_ids": ["1"] }, message: "Your media IDs are invalid." }],
      title: "Invalid Request",
      detail: "One or more parameters to your request was invalid.",
      type: "https://api.x.com/2/problems/invalid-request",
    });
  });

  it.each([
    ["bytes that are no picture", upload(new Uint8Array(100))],
    ["more than 5 MB", upload(new Uint8Array([...tinyJpeg, ...new Uint8Array(5 * 1024 * 1024)]))],
    ["an unknown field", upload(tinyJpeg, { colour: "red" })],
    ["another category", upload(tinyJpeg, { media_category: "tweet_video" })],
  ])("does not take %s for an image", async (_, form) => {
    expect((await startX().call("POST", "/2/media/upload", form)).status).toBe(400);
  });

  it("refuses a description of more than 1000 characters", async () => {
    const { call } = startX();
    const { body } = await call("POST", "/2/media/upload", upload(tinyJpeg));
    const describe = (text: string) =>
      call("POST", "/2/media/metadata", { id: body.data.id, metadata: { alt_text: { text } } });

    expect((await describe("a".repeat(1000))).status).toBe(200);
    expect((await describe("a".repeat(1001))).status).toBe(400);
  });

  it("refuses the same text for half a day, however its blanks are written", async () => {
    const { call, advance } = startX();
    const post = async (text: string) => (await call("POST", "/2/tweets", { text })).status;

    expect(await post("Bonjour à tous")).toBe(201);
    expect(await post("Bonjour  à tous ")).toBe(403);
    advance(12 * 60 * 60_000);
    expect(await post("Bonjour à tous")).toBe(201);
  });

  it("lets only those be answered who spoke to us", async () => {
    const world = startX();
    const { call, simulator } = world;
    await publish(world, aDraft());
    const [ours] = simulator.truth.posts;
    const first = await simulator.customer.comment({ postRemoteId: ours?.remoteId ?? "", author: "Zoé", text: "Joli" });
    const aside = await simulator.customer.comment({ postRemoteId: first, author: "Max", text: "Je trouve aussi" });
    const answer = async (id: string) =>
      (await call("POST", "/2/tweets", { text: "Merci !", reply: { in_reply_to_tweet_id: id } })).status;

    expect(await answer(first)).toBe(201);
    expect(await answer(aside)).toBe(403);
  });

  it("counts requests by endpoint and says when the window opens again", async () => {
    const { call, advance } = startX();
    for (let count = 0; count < 100; count++) {
      expect((await call("POST", "/2/tweets", { text: `${count}` })).status).toBe(201);
    }

    const refused = await call("POST", "/2/tweets", { text: "one too many" });

    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ errors: [{ code: 88, message: "Rate limit exceeded" }] });
    expect(refused.headers.get("x-rate-limit-remaining")).toBe("0");
    expect(refused.headers.get("x-rate-limit-reset")).toBe(String(Date.parse("2026-11-23T09:15:00Z") / 1000));
    expect((await call("GET", "/2/users/me")).status).toBe(200);
    advance(15 * 60_000);
    expect((await call("POST", "/2/tweets", { text: "now" })).status).toBe(201);
  });

  it("counts the app's posts of 24 hours besides, and the user's direct messages", async () => {
    const { call } = startX();

    const { headers } = await call("POST", "/2/tweets", { text: "Bonjour" });
    const { headers: ofUser } = await call("GET", "/2/users/me");

    expect(headers.get("x-app-limit-24hour-limit")).toBe("10000");
    expect(headers.get("x-app-limit-24hour-remaining")).toBe("9999");
    expect(headers.get("x-app-limit-24hour-reset")).toBe(String(Date.parse("2026-11-24T09:00:00Z") / 1000));
    expect(ofUser.has("x-app-limit-24hour-limit")).toBe(false);
  });

  it("refuses a token of somebody else, and its own once it has expired", async () => {
    const { call, advance } = startX({ tokenLifetimeMs: 2 * 60 * 60_000 });

    expect((await call("GET", "/2/users/me", undefined, "other")).status).toBe(401);
    expect((await call("GET", "/2/users/me")).status).toBe(200);
    advance(2 * 60 * 60_000);
    expect((await call("GET", "/2/users/me")).status).toBe(401);
  });

  it("tells twice of a post that answers and names us, and the adapter sees one message", async () => {
    const world = startX();
    await publish(world, aDraft());
    const postRemoteId = world.simulator.truth.posts[0]?.remoteId ?? "";

    await world.simulator.customer.comment({ postRemoteId, author: "Zoé", text: "Merci @acme pour tout" });

    expect(eventsOf(world)).toHaveLength(2);
    expect(await messagesOf(world)).toMatchObject([{ kind: "comment", text: "Merci @acme pour tout" }]);
  });

  it("leaves out the private numbers of a post after thirty days, and the public ones still come", async () => {
    const world = startX({ fieldNames: "new" });
    await publish(world, aDraft({ link: "https://example.com" }));
    const remoteId = world.simulator.truth.posts[0]?.remoteId ?? "";
    world.advance(24 * 60 * 60_000);

    const young = await x.insights?.post(remoteId, world.context);
    world.advance(30 * 24 * 60 * 60_000);
    const old = await x.insights?.post(remoteId, world.context);

    expect(young).toMatchObject({
      impressions: expect.any(Number),
      shares: expect.any(Number),
      clicks: expect.any(Number),
    });
    expect(old).toMatchObject({ impressions: expect.any(Number), shares: expect.any(Number) });
    expect(old).not.toHaveProperty("clicks");
  });

  it("delivers again to a receiver that is down for a moment", async () => {
    const statuses = [503, 503, 200];
    let calls = 0;
    const simulator = createXSimulator({
      now: () => new Date("2026-11-23T09:00:00Z"),
      random: () => 0.5,
      deliver: async () => statuses[calls++] ?? 200,
      fetchMedia: async () => ({ contentType: "image/jpeg", bytes: tinyJpeg }),
      channel: { remoteId: "1", displayName: "Acme", handle: "acme", ...secrets },
    });

    await simulator.customer.direct({ author: "Zoé", text: "Bonjour" });

    expect(calls).toBe(3);
  });
});
