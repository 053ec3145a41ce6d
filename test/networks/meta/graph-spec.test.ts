import { describe, expect, it } from "vitest";
import * as z from "zod";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import type { HttpRequest } from "#lib/networks/http.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import { parseFields } from "#lib/networks/meta/simulator-fields.ts";
import type { Network, ReplyTarget } from "#lib/networks/network.ts";
import type { NetworkSimulator, SimulatorOptions } from "#lib/networks/simulator.ts";
import { aDraft, messagesOf, publish, publishingOf, stageAll, startNetwork } from "#test/support/network-world.ts";
import { readSpec, specsAvailable } from "#test/support/specs.ts";

const Spec = z.object({
  nodes: z.record(
    z.string(),
    z.object({
      edges: z.array(
        z.object({
          method: z.string(),
          edge: z.string().nullable(),
          returns: z.string(),
          params: z.array(z.object({ name: z.string(), required: z.boolean().optional() })).default([]),
        }),
      ),
      fields: z.array(z.object({ name: z.string() })).default([]),
    }),
  ),
});

/** Parameters that every Graph call knows. */
const EVERYWHERE = ["fields", "limit", "appsecret_proof"];

/** Real, and missing from the description: it leaves message threads out, and the attachments of a post are an edge. */
const ELSEWHERE = ["messages", "attachments", "reactions", "comments", "replies"];

interface Call {
  readonly method: string;
  readonly node: string;
  readonly edge: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What the adapter sends while it does everything that it can do. */
async function everyCall(network: Network, createSimulator: (options: SimulatorOptions) => NetworkSimulator) {
  const world = startNetwork({
    name: network.name,
    network,
    createSimulator,
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
  const sent: HttpRequest[] = [];
  const http: typeof world.context.http = (request) => {
    sent.push(request);
    return world.context.http(request);
  };
  const recorded = { ...world, context: { ...world.context, http } };
  const { customer, truth } = world.simulator;

  const attemptedAt = world.now();
  const draft = aDraft({ media: [...aDraft().media, ...aDraft().media] });
  const { progress } = await stageAll(recorded, draft);
  await publishingOf(recorded).commit(draft, progress, "key", recorded.context);
  await publish(recorded, aDraft({ text: "Seul", link: "https://acme.example/?utm_content=1" }));
  if (network.name === "facebook") await publish(recorded, { text: "Lien", link: "https://acme.example/", media: [] });
  const postRemoteId = truth.posts[0]?.remoteId ?? "";
  await publishingOf(recorded).confirm?.(postRemoteId, recorded.context);
  await publishingOf(recorded).find({ draft, progress, commitKey: "key", attemptedAt }, recorded.context);

  await customer.comment({ postRemoteId, author: "Zoé", text: "Prix ?" });
  await customer.mention({ author: "Zoé", text: "@acme" });
  await customer.direct({ author: "Zoé", text: "Bonjour ?" });
  for (const message of await messagesOf(recorded)) {
    const { kind, remoteId: messageRemoteId, threadRemoteId, occurredAt: lastInboundAt } = message;
    const target: ReplyTarget = {
      kind,
      messageRemoteId,
      threadRemoteId,
      postRemoteId: message.postRemoteId,
      lastInboundAt,
    };
    await network.replies?.send("Oui", target, "key", recorded.context);
    await network.replies?.find("Oui", target, attemptedAt, recorded.context);
  }
  await network.insights?.channel(recorded.context);
  await network.insights?.post(postRemoteId, recorded.context);
  return { sent, profileId: world.channel.remoteId, postIds: truth.posts.map(({ remoteId }) => remoteId) };
}

type Recorded = Awaited<ReturnType<typeof everyCall>>;

/** Which kind of object an id names: by what the calls before it told us. */
function facebookNode(id: string, { profileId, postIds }: Recorded): string {
  if (id === profileId) return "Page";
  return postIds.includes(id) ? "PagePost" : "Comment";
}

function instagramNode(id: string, { profileId, postIds }: Recorded, edge: string): string {
  if (id === profileId) return "IGUser";
  if (id === "me") return "Page";
  if (edge === "replies") return "IGComment";
  return postIds.includes(id) ? "IGMedia" : "ShadowIGMediaBuilder";
}

function callsOf(recorded: Recorded, nodeOf: (id: string, recorded: Recorded, edge: string) => string): Call[] {
  return recorded.sent.map(({ method, url, body }) => {
    const [, , id = "", edge = ""] = url.pathname.split("/");
    const params = {
      ...Object.fromEntries(url.searchParams),
      ...Object.fromEntries(new URLSearchParams(String(body ?? ""))),
    };
    return { method, node: nodeOf(id, recorded, edge), edge, params };
  });
}

const title = specsAvailable ? "calls of $name" : "calls of $name (skipped: the folder of API descriptions is absent)";

describe.skipIf(!specsAvailable).each([
  { name: "facebook", network: facebook, createSimulator: createFacebookSimulator, nodeOf: facebookNode },
  { name: "instagram", network: instagram, createSimulator: createInstagramSimulator, nodeOf: instagramNode },
])(title, ({ network, createSimulator, nodeOf }) => {
  const spec = () => Spec.parse(readSpec("meta/graph/graph-v25-nodes.json"));

  it("name edges and parameters that Graph has, and every required one", async () => {
    const { nodes } = spec();
    const calls = callsOf(await everyCall(network, createSimulator), nodeOf);

    const wrong = calls.flatMap(({ method, node, edge, params }) => {
      const found = nodes[node]?.edges.find((each) => each.method === method && (each.edge ?? "") === edge);
      if (!found && method === "GET" && edge === "") return [];
      if (!found) return [`${method} ${node}/${edge}`];
      const known = [...found.params.map(({ name }) => name), ...EVERYWHERE];
      const missing = found.params.filter(({ name, required }) => required && !(name in params));
      return [
        ...Object.keys(params).filter((name) => !known.includes(name)),
        ...missing.map(({ name }) => `${name} missing`),
      ].map((problem) => `${method} ${node}/${edge}: ${problem}`);
    });

    expect([...new Set(wrong)]).toEqual([]);
    expect(calls.length).toBeGreaterThan(15);
  });

  it("ask for fields that Graph has", async () => {
    const { nodes } = spec();
    const calls = callsOf(await everyCall(network, createSimulator), nodeOf);

    const wrong = calls.flatMap(({ method, node, edge, params }) => {
      const returns = nodes[node]?.edges.find((each) => each.method === "GET" && (each.edge ?? "") === edge)?.returns;
      const asked = method === "GET" && edge !== "" ? (returns ?? node) : node;
      if (method === "POST") return [];
      const known = [...(nodes[asked]?.fields ?? []).map(({ name }) => name), ...ELSEWHERE];
      return parseFields(params.fields ?? "")
        .filter(({ name }) => !known.includes(name))
        .map(({ name }) => `${asked}.${name}`);
    });

    expect([...new Set(wrong)]).toEqual([]);
  });
});
