import { describe, expect, it } from "vitest";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { appsecretProof } from "#lib/networks/meta/graph.ts";
import { isAuthentic } from "#lib/networks/meta/signature.ts";
import { type NetworkSimulator, type SimulatedDelivery, simulatorOf } from "#lib/networks/simulator.ts";
import { tinyJpeg } from "#test/support/network-world.ts";

function start(answers: number[] = []) {
  const delivered: SimulatedDelivery[] = [];
  const options = (name: string, remoteId: string) => ({
    now: () => new Date("2026-11-23T10:00:00Z"),
    random: () => 0.9,
    deliver: async (delivery: SimulatedDelivery) => {
      delivered.push(delivery);
      return answers.shift() ?? 200;
    },
    fetchMedia: async () => ({ contentType: "image/jpeg", bytes: tinyJpeg }),
    channel: { remoteId, displayName: "Acme", handle: "acme", accessToken: `${name}-token`, appSecret: "secret" },
  });
  const facebook = createFacebookSimulator(options("facebook", "1755"));
  const instagram = createInstagramSimulator(options("instagram", "17841"));
  return { facebook, instagram, delivered };
}

interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly proof?: string;
  readonly method?: string;
}

function request(path: string, { params = {}, token = "facebook-token", proof, method = "GET" }: Sent = {}): Request {
  const url = new URL(`https://graph.facebook.com/${path}`);
  url.search = String(new URLSearchParams({ appsecret_proof: proof ?? appsecretProof(token, "secret"), ...params }));
  return new Request(url, { method, headers: token ? { authorization: `Bearer ${token}` } : {} });
}

async function refusal(simulator: NetworkSimulator, call: Request) {
  const response = await simulator.handle(call);
  const { error } = await response.json();
  return { status: response.status, code: error?.code, subcode: error?.error_subcode };
}

const texts = (delivered: readonly SimulatedDelivery[]) => delivered.map(({ body }) => Buffer.from(body).toString());

describe("the simulated Graph API", () => {
  it.each([
    ["no token", request("v26.0/1755", { token: "", proof: "x" }), { code: 2500 }],
    ["another's token", request("v26.0/1755", { token: "stolen" }), { code: 190, status: 401 }],
    ["a wrong proof", request("v26.0/1755", { proof: "guessed" }), { code: 100 }],
    ["no proof", request("v26.0/1755", { proof: "" }), { code: 100 }],
    ["no version", request("1755"), { code: 2500 }],
    ["an unknown object", request("v26.0/9999"), { code: 100, subcode: 33 }],
    ["an unknown edge", request("v26.0/1755/flowers"), { code: 100, subcode: 33 }],
    ["an unknown field", request("v26.0/1755", { params: { fields: "colour" } }), { code: 100 }],
  ])("refuses %s", async (_, call, expected) => {
    expect(await refusal(start().facebook, call)).toMatchObject({ status: 400, ...expected });
  });

  it("tells the usage on every answer, and the wait on a throttle", async () => {
    const { facebook } = start();
    const calm = await facebook.handle(request("v26.0/1755"));
    facebook.trouble.rateLimit = 1;
    const throttled = await facebook.handle(request("v26.0/1755"));

    const usageOf = ({ headers }: Response) => JSON.parse(headers.get("x-business-use-case-usage") ?? "")["1755"][0];
    expect(usageOf(calm)).toMatchObject({ type: "pages", estimated_time_to_regain_access: 0 });
    expect(usageOf(throttled)).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 1 });
    expect(calm.headers.get("x-app-usage")).toContain("call_count");
    expect(throttled.status).toBe(400);
  });

  it("takes JSON bodies as well as forms", async () => {
    const { facebook } = start();
    const headers = { authorization: "Bearer facebook-token", "content-type": "application/json" };
    const body = JSON.stringify({ message: "Bonjour", appsecret_proof: appsecretProof("facebook-token", "secret") });

    const url = "https://graph.facebook.com/v26.0/1755/feed";
    await facebook.handle(new Request(url, { method: "POST", headers, body }));

    expect(facebook.truth.posts).toMatchObject([{ text: "Bonjour" }]);
  });

  it.each([
    ["the page's id", "v26.0/1755/feed", "facebook-token", "facebook"],
    ["the profile's id", "v26.0/17841/media", "instagram-token", "instagram"],
    ["a token", "v26.0/me/messages", "instagram-token", "instagram"],
  ])("is shared by two networks, told apart by %s", (_, path, token, network) => {
    const { facebook, instagram } = start();

    const call = request(path, { token });

    expect(simulatorOf([facebook, instagram], "https://graph.facebook.com", call)?.network).toBe(network);
  });
});

describe("the simulated webhooks", () => {
  const write = (simulator: NetworkSimulator, text: string) => simulator.customer.direct({ author: "Zoé Ünal", text });

  it("escapes what is not ASCII, and slashes, and signs just that", async () => {
    const { facebook, delivered } = start();

    await write(facebook, "été / 🌞");

    const [delivery] = delivered;
    if (!delivery) throw new Error("nothing was delivered");
    expect(texts(delivered)[0]).toContain('"text":"\\u00e9t\\u00e9 \\/ \\ud83c\\udf1e"');
    expect(isAuthentic({ ...delivery, query: {} }, { appSecrets: ["secret"] })).toBe(true);
  });

  it("delivers again at once when it was not taken", async () => {
    const { facebook, delivered } = start([503]);

    await write(facebook, "Bonjour");

    expect(new Set(texts(delivered)).size).toBe(1);
    expect(delivered).toHaveLength(2);
  });

  it("sends what is held back as soon as batches are switched off", async () => {
    const { facebook, delivered } = start();
    facebook.trouble.webhookBatch = 10;
    await write(facebook, "un");
    await write(facebook, "deux");
    expect(delivered).toHaveLength(0);

    facebook.trouble.webhookBatch = 0;

    expect(delivered).toHaveLength(1);
    const { entry } = JSON.parse(texts(delivered)[0] ?? "");
    expect(
      entry.map((each: { messaging: { message: { text: string } }[] }) => each.messaging[0]?.message.text),
    ).toEqual(["deux", "un"]);
  });

  it("tells our own answers too: the echo, and on Facebook the delivery", async () => {
    const { facebook, instagram, delivered } = start();
    for (const [simulator, path, token] of [
      [facebook, "v26.0/1755/messages", "facebook-token"],
      [instagram, "v26.0/me/messages", "instagram-token"],
    ] as const) {
      await write(simulator, "Bonjour ?");
      const withRemoteId = simulator.truth.messages[0]?.withRemoteId;
      const params = {
        recipient: JSON.stringify({ id: withRemoteId }),
        messaging_type: "RESPONSE",
        message: JSON.stringify({ text: "Oui" }),
      };
      await simulator.handle(request(path, { params, token, method: "POST" }));
    }

    await expect.poll(() => delivered.length).toBe(5);
    expect(texts(delivered).filter((body) => body.includes('"is_echo":true'))).toHaveLength(2);
    expect(texts(delivered).filter((body) => body.includes('"delivery"'))).toHaveLength(1);
  });
});
