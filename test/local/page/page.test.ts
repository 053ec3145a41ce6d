import { request as httpRequest } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { startPage } from "#local/page/page.ts";
import type { Timeline } from "#local/page/timelines.ts";
import { adapters, publish, simulatorNamed, startNetworks } from "#test/local/networks/running-networks.ts";
import { tinyJpeg } from "#test/support/network-world.ts";

async function startPageWithNetworks() {
  const running = await startNetworks();
  const problems: unknown[] = [];
  const { company, networks } = running;
  const page = await startPage({
    port: 0,
    company,
    simulators: networks.simulators,
    report: (error) => problems.push(error),
  });
  onTestFinished(async () => {
    await page.stop();
    await running.stop();
  });
  const timeline = async (name: string) => {
    const { networks: all } = (await (await fetch(`${page.origin}/timelines.json`)).json()) as { networks: Timeline[] };
    return all.find(({ network }) => network === name);
  };
  return { running, origin: page.origin, problems, timeline };
}

const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const picture = {
  name: "a.jpg",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: 200,
  altText: "Un four",
} as const;
const direct = { network: "x", author: "Zoé Ferrand", text: "Été ? 🥐" };

describe("the page", () => {
  it("is one document that loads nothing from elsewhere and runs no inline script", async () => {
    const { origin } = await startPageWithNetworks();

    const response = await fetch(origin);
    const html = await response.text();

    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(html).toContain('<html lang="en">');
    expect(html).not.toMatch(/<script(?![^>]*src="\/)/);
    for (const [, address] of html.matchAll(/(?:src|href)="(\/[^"]*)"/g)) {
      expect((await fetch(origin + address)).status, address).toBe(200);
    }
    for (const [, module] of (await (await fetch(`${origin}/page.js`)).text()).matchAll(/from "\.(\/[^"]+)"/g)) {
      expect((await fetch(origin + module)).status, module).toBe(200);
    }
  });

  it("lets people write where the network tells us of it, and nowhere else", async () => {
    const { timeline } = await startPageWithNetworks();

    expect(await timeline("facebook")).toMatchObject({ isHeard: true });
    expect(await timeline("tiktok")).toMatchObject({ isHeard: false });
  });

  it("serves no other file", async () => {
    const { origin } = await startPageWithNetworks();

    const answers = await Promise.all(
      ["/page.ts", "/../page.ts", "/site/", "/%2e%2e/page.ts"].map((path) => fetch(origin + path)),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it("shows posts newest first, with pictures, answers below what they answer, mentions and messages", async () => {
    const { running, timeline, origin } = await startPageWithNetworks();
    await publish(running, "x", { text: "un", media: [picture] });
    const second = await publish(running, "x", { text: "deux" });
    const simulator = simulatorNamed(running.networks, "x");
    const postRemoteId = "remoteId" in second ? second.remoteId : "";
    const commentId = await simulator.customer.comment({ postRemoteId, author: "Zoé", text: "Miam" });
    await simulator.customer.mention({ author: "Noël", text: "Bravo" });
    await simulator.customer.direct({ author: "Inès", text: "Ouvert ?" });
    await reply(running, commentId, "Merci !");

    const seen = await timeline("x");
    const image = await fetch(origin + seen?.posts[1]?.media[0]?.src);

    expect(seen?.posts.map(({ text }) => text)).toEqual(["deux", "un"]);
    expect(seen?.posts[0]?.comments).toMatchObject([
      { author: "Zoé", text: "Miam", isOurs: false, answers: [{ text: "Merci !", isOurs: true }] },
    ]);
    expect(seen?.mentions).toMatchObject([{ author: "Noël", text: "@lumiere_lyon Bravo" }]);
    expect(seen?.conversations).toMatchObject([{ name: "Inès", messages: [{ text: "Ouvert ?" }] }]);
    expect(image.headers.get("content-type")).toBe("image/jpeg");
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(tinyJpeg);
  });

  it("gives a part of a file, as players ask for it", async () => {
    const { running, timeline, origin } = await startPageWithNetworks();
    await publish(running, "x", { media: [picture] });
    const address = origin + (await timeline("x"))?.posts[0]?.media[0]?.src;

    const part = await fetch(address, { headers: { range: "bytes=2-5" } });
    const beyond = await fetch(address, { headers: { range: "bytes=99999-" } });

    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 2-5/${tinyJpeg.length}`]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(tinyJpeg.slice(2, 6));
    expect(beyond.status).toBe(416);
  });
});

describe("writing on the page", () => {
  it.each(["facebook", "instagram", "x"] as const)(
    "sends a message on %s that arrives signed at our door",
    async (network) => {
      const { running, origin } = await startPageWithNetworks();

      const response = await post(`${origin}/direct`, { ...direct, network });

      expect(response.status).toBe(201);
      const [request] = running.received;
      const known = running.company.channels.find(({ channel }) => channel.network === network);
      const { webhook } = adapters[network];
      expect(request?.path).toBe(`/${network}`);
      expect(request && webhook?.isAuthentic(request, { appSecrets: [known?.simulated.appSecret ?? ""] })).toBe(true);
      const events = webhook?.events(JSON.parse(Buffer.from(request?.body ?? []).toString()));
      expect(events).toMatchObject([{ type: "message", kind: "direct", text: "Été ? 🥐" }]);
    },
  );

  it("puts a comment below its post, markup and all as plain text", async () => {
    const { running, origin, timeline } = await startPageWithNetworks();
    const posted = await publish(running, "facebook");
    const postId = "remoteId" in posted ? posted.remoteId : "";
    const text = '<script>alert("é")</script>';

    const response = await post(`${origin}/comment`, { network: "facebook", postId, author: "Zoé", text });
    await post(`${origin}/mention`, { network: "facebook", author: "Zoé", text: "Bravo" });

    expect(response.status).toBe(201);
    const seen = await timeline("facebook");
    expect(seen?.posts[0]?.comments).toMatchObject([{ author: "Zoé", text }]);
    expect(seen?.mentions).toMatchObject([{ text: "Bravo" }]);
  });

  it.each([
    ["no text", "/direct", { ...direct, text: "  " }, 400, "text: needs some text"],
    ["no name", "/direct", { ...direct, author: "" }, 400, "author: needs a name"],
    ["a name too long", "/direct", { ...direct, author: "a".repeat(61) }, 400, "author: takes 60 characters"],
    ["a text too long", "/direct", { ...direct, text: "a".repeat(2001) }, 400, "text: takes 2000 characters"],
    ["an unknown network", "/direct", { ...direct, network: "minitel" }, 404, "there is no such network"],
    ["an unknown post", "/comment", { ...direct, postId: "1" }, 404, "x has no such post"],
    ["what is not JSON", "/direct", "author=Zoé", 400, "that is not JSON"],
    ["a body too large", "/direct", { ...direct, text: "a".repeat(40_000) }, 413, "send at most 32768 bytes"],
    ["an unknown address", "/like", direct, 404, "there is nothing here"],
  ])("refuses %s in plain words", async (_, path, body, status, problem) => {
    const { running, origin, problems } = await startPageWithNetworks();

    const response = await post(origin + path, body);

    expect([response.status, await response.json()]).toEqual([status, { problem }]);
    expect(running.received).toEqual([]);
    expect(problems).toEqual([]);
  });

  it.each([
    ["from another site", { origin: "https://evil.example" }, 403],
    ["that a browser marks as foreign", { "sec-fetch-site": "cross-site" }, 403],
    ["as a form could send it", { "content-type": "text/plain" }, 415],
  ])("refuses a request %s", async (_, headers, status) => {
    const { running, origin } = await startPageWithNetworks();

    const response = await post(`${origin}/direct`, direct, headers);

    expect(response.status).toBe(status);
    expect(running.received).toEqual([]);
  });

  it("refuses a foreign name for this machine", async () => {
    const { origin } = await startPageWithNetworks();

    const status = await new Promise((resolve) => {
      const request = httpRequest(`${origin}/timelines.json`, { headers: { host: "evil.example" } }, ({ statusCode }) =>
        resolve(statusCode),
      );
      request.end();
    });

    expect(status).toBe(421);
  });
});

async function reply(running: Awaited<ReturnType<typeof startNetworks>>, commentId: string, text: string) {
  const accessToken = running.company.channels.find(({ channel }) => channel.network === "x")?.simulated.accessToken;
  const response = await post(
    `${running.networks.origins["https://api.x.com"]}/2/tweets`,
    { text, reply: { in_reply_to_tweet_id: commentId } },
    { authorization: `Bearer ${accessToken}` },
  );
  expect(response.status).toBe(201);
}
