import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HistoryMismatchError } from "#local/networks/remembering-simulator.ts";
import { parametersOf, sampleCompany } from "#local/networks/sample-company.ts";
import {
  aDataFolder,
  adapters,
  publish,
  type RunningNetworks,
  simulatorNamed,
  startNetworks,
} from "./running-networks.ts";

const picture = {
  name: "croissants.jpg",
  kind: "image",
  contentType: "image/jpeg",
  sizeBytes: 200,
  altText: "Trois croissants dorés",
} as const;

const truthOf = ({ networks }: RunningNetworks) =>
  structuredClone(
    networks.simulators.map(({ truth }) => ({
      // Likes grow with the time of day.
      posts: truth.posts.map(({ likes, shares, ...post }) => post),
      messages: [...truth.messages],
    })),
  );

async function restart(running: RunningNetworks, status?: () => number): Promise<RunningNetworks> {
  await running.stop();
  return await startNetworks({ dataFolder: running.dataFolder, status });
}

describe("startSimulatedNetworks", () => {
  it("hands each request to the network that it is for, where two share an origin too", async () => {
    const running = await startNetworks();

    const onFacebook = await publish(running, "facebook");
    const onX = await publish(running, "x");
    const profile = await fetch(
      new URL("/v25.0/17841405822304914", running.networks.origins["https://graph.facebook.com"]),
    );

    expect(Object.keys(running.networks.origins)).toEqual([
      "https://graph.facebook.com",
      "https://open.tiktokapis.com",
      "https://open-upload.tiktokapis.com",
      "https://api.x.com",
    ]);
    expect([onFacebook.outcome, onX.outcome]).toEqual(["accepted", "accepted"]);
    const counts = running.networks.simulators.map(({ network, truth }) => [network, truth.posts.length]);
    expect(counts).toEqual([
      ["facebook", 1],
      ["instagram", 0],
      ["tiktok", 0],
      ["x", 1],
    ]);
    expect(profile.status, "Instagram answers for its own ids, and wants a token").toBe(400);
    expect(running.problems).toEqual([]);
    await running.stop();
  });

  it("drops the connection when a network does", async () => {
    const running = await startNetworks();
    simulatorNamed(running.networks, "facebook").trouble.dropAfterAccept = 1;

    const outcome = await publish(running, "facebook");

    expect(outcome).toMatchObject({ outcome: "ambiguous" });
    expect(simulatorNamed(running.networks, "facebook").truth.posts).toHaveLength(1);
    expect(running.problems).toEqual([]);
    await running.stop();
  });

  it("lets slow requests wait side by side", async () => {
    const running = await startNetworks();
    simulatorNamed(running.networks, "x").trouble.slowMs = 150;
    const startedAt = performance.now();

    const outcomes = await Promise.all(
      ["un", "deux", "trois", "quatre"].map((text) => publish(running, "x", { text })),
    );

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(4).fill("accepted"));
    expect(performance.now() - startedAt).toBeLessThan(4 * 150);
    await running.stop();
  });
});

describe("a restart", () => {
  it("finds every post, picture, comment, mention and message again", async () => {
    const first = await startNetworks();
    const posted = await publish(first, "facebook", { media: [picture] });
    await publish(first, "x", { text: "Voir https://boulangerie-lumiere.example/noel", media: [picture] });
    const postRemoteId = "remoteId" in posted ? posted.remoteId : "";
    const author = "Zoé Ferrand";
    await simulatorNamed(first.networks, "facebook").customer.comment({ postRemoteId, author, text: "Miam 🥐" });
    await simulatorNamed(first.networks, "instagram").customer.mention({ author, text: "@boulangerie_lumiere ❤️" });
    await simulatorNamed(first.networks, "x").customer.direct({ author, text: "Ouverts lundi ?" });
    const before = truthOf(first);

    const second = await restart(first);

    expect(before.flatMap(({ posts, messages }) => [...posts, ...messages])).toHaveLength(5);
    expect(truthOf(second)).toEqual(before);
    await second.stop();
  });

  it("keeps a post that was made while the connection was dropped, and makes no trouble of its own", async () => {
    const first = await startNetworks();
    simulatorNamed(first.networks, "x").trouble.dropAfterAccept = 1;
    await publish(first, "x", { text: "un" });
    simulatorNamed(first.networks, "x").trouble.errorBeforeAccept = 1;
    await publish(first, "x", { text: "deux" });

    const second = await restart(first);
    const outcome = await publish(second, "x", { text: "trois" });

    expect(outcome).toMatchObject({ outcome: "accepted" });
    expect(simulatorNamed(second.networks, "x").truth.posts.map(({ text }) => text)).toEqual(["un", "trois"]);
    await second.stop();
  });

  it("still refuses the text that it refused before", async () => {
    const first = await startNetworks();
    await publish(first, "x", { text: "Bonjour" });

    const second = await restart(first);
    const outcome = await publish(second, "x", { text: "Bonjour" });

    expect(outcome).toMatchObject({ outcome: "rejected", duplicate: true });
    await second.stop();
  });

  it("tells webhooks again that were never taken, and no others", async () => {
    const isDown = { now: false };
    const first = await startNetworks({ status: () => (isDown.now ? 503 : 200) });
    const { customer } = simulatorNamed(first.networks, "x");
    await customer.direct({ author: "Zoé", text: "pris" });
    isDown.now = true;
    await customer.direct({ author: "Zoé", text: "perdu" });

    const second = await restart(first);
    await vi.waitFor(() => expect(second.received).not.toEqual([]));
    const third = await restart(second);
    await publish(third, "x");

    expect(second.received.map(({ body }) => Buffer.from(body).toString())).toEqual([expect.stringContaining("perdu")]);
    expect(third.received).toEqual([]);
    await third.stop();
  });

  it("forgives a line that a crash cut off", async () => {
    const first = await startNetworks();
    await publish(first, "x", { text: "un" });
    const journal = join(first.dataFolder, "networks", "x.jsonl");
    appendFileSync(journal, '{"type":"operation","at":17');

    const second = await restart(first);
    await publish(second, "x", { text: "deux" });
    const third = await restart(second);

    expect(simulatorNamed(third.networks, "x").truth.posts.map(({ text }) => text)).toEqual(["un", "deux"]);
    await third.stop();
  });

  it("refuses a history that does not come out the same", async () => {
    const first = await startNetworks();
    await publish(first, "x");
    await first.stop();
    const journal = join(first.dataFolder, "networks", "x.jsonl");
    writeFileSync(journal, readFileSync(journal, "utf8").replace('"outcome":"201"', '"outcome":"403"'));

    await expect(startNetworks({ dataFolder: first.dataFolder })).rejects.toThrow(HistoryMismatchError);
  });
});

describe("webhooks", () => {
  it("arrive signed at the network's own path", async () => {
    const running = await startNetworks();

    for (const { customer } of running.networks.simulators) await customer.direct({ author: "Zoé", text: "Été ?" });

    expect(running.received.map(({ path }) => path)).toEqual(["/facebook", "/instagram", "/x"]);
    for (const { name, webhook } of Object.values(adapters)) {
      const request = running.received.find(({ path }) => path === `/${name}`);
      const known = running.company.channels.find(({ channel }) => channel.network === name);
      const appSecret = known?.simulated.appSecret ?? "";
      expect(request && webhook?.isAuthentic(request, { appSecrets: [appSecret] })).toBe(true);
    }
    await running.stop();
  });

  it("are sent again until they are taken", async () => {
    const statuses = [503, 500, 200];
    const running = await startNetworks({ status: () => statuses.shift() ?? 200 });

    await simulatorNamed(running.networks, "x").customer.direct({ author: "Zoé", text: "Bonjour" });
    await vi.waitFor(() => expect(running.received).toHaveLength(3));

    await vi.waitFor(() => expect(running.networks.webhooks).toEqual([{ network: "x", statuses: [503, 500, 200] }]));
    await running.stop();
  });
});

describe("sampleCompany", () => {
  it("keeps its secrets for their owner only, and the same after a restart", () => {
    const dataFolder = aDataFolder();

    const first = sampleCompany(dataFolder);
    const second = sampleCompany(dataFolder);

    expect(second).toEqual(first);
    expect(sampleCompany(aDataFolder())).not.toEqual(first);
    expect(statSync(join(dataFolder, "networks", "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("names the parameters that the functions read", () => {
    const company = sampleCompany(aDataFolder());

    const parameters = parametersOf(company, "laptop");

    expect(parameters.map(({ name }) => name)).toEqual([
      "/antenne/laptop/channels/facebook/lumiere",
      "/antenne/laptop/networks/facebook",
      "/antenne/laptop/channels/instagram/lumiere",
      "/antenne/laptop/networks/instagram",
      "/antenne/laptop/channels/tiktok/lumiere",
      "/antenne/laptop/networks/tiktok",
      "/antenne/laptop/channels/x/lumiere",
      "/antenne/laptop/networks/x",
    ]);
    expect(JSON.parse(parameters[1]?.value ?? "")).toEqual({
      appSecrets: [company.channels[0]?.simulated.appSecret],
      verifyToken: company.channels[0]?.verifyToken,
    });
  });
});
