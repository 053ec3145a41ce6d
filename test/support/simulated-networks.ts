import { createHmac } from "node:crypto";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { sample } from "#lib/networks/_template/index.ts";
import { createSampleSimulator } from "#lib/networks/_template/simulator.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { Network, WebhookSecrets } from "#lib/networks/network.ts";
import type { NetworkSimulator, SimulatorOptions } from "#lib/networks/simulator.ts";
import { tiktok } from "#lib/networks/tiktok/index.ts";
import { createTikTokSimulator } from "#lib/networks/tiktok/simulator.ts";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";

/** A network together with the simulator that stands in for it. */
export interface SimulatedNetwork {
  readonly name: string;
  readonly network: Network;
  readonly createSimulator: (options: SimulatorOptions) => NetworkSimulator;
  /** How the network asks whether our webhook address is ours, and what it expects to hear; absent: it has no webhook. */
  readonly handshake?: (secrets: WebhookSecrets) => Handshake;
  /** What a plain draft needs here. @default a picture */
  readonly draft?: Partial<Draft>;
}

export interface Handshake {
  readonly query: Readonly<Record<string, string>>;
  readonly expectedBody: string;
}

function challengeOfX({ appSecrets }: WebhookSecrets): Handshake {
  const proof = createHmac("sha256", appSecrets[0] ?? "")
    .update("9b4507b3")
    .digest("base64");
  return { query: { crc_token: "9b4507b3" }, expectedBody: JSON.stringify({ response_token: `sha256=${proof}` }) };
}

function challengeOfMeta({ verifyToken = "" }: WebhookSecrets): Handshake {
  const query = { "hub.mode": "subscribe", "hub.verify_token": verifyToken, "hub.challenge": "1158201444" };
  return { query, expectedBody: "1158201444" };
}

function challengeOfSample({ verifyToken = "" }: WebhookSecrets): Handshake {
  return { query: { challenge: "4711", token: verifyToken }, expectedBody: "4711" };
}

/** `events/media/video.mp4`, and a word on who may see it, which TikTok leaves to nobody else. */
const onTikTok: Partial<Draft> = {
  media: [{ name: "video.mp4", kind: "video", contentType: "video/mp4", sizeBytes: 152_778 }],
  options: { privacy: "public" },
};

/** At once: how long TikTok works on a post is tested for itself. */
const createQuickTikTok = (options: SimulatorOptions) =>
  createTikTokSimulator({ ...options, behaviour: { processingMs: 0, moderationMs: 0 } });

/** Every network of the registry, and the template, which promises the same. The laptop has a list of its own. */
export const simulatedNetworks: readonly SimulatedNetwork[] = [
  { name: "facebook", network: facebook, createSimulator: createFacebookSimulator, handshake: challengeOfMeta },
  { name: "instagram", network: instagram, createSimulator: createInstagramSimulator, handshake: challengeOfMeta },
  { name: "the template", network: sample, createSimulator: createSampleSimulator, handshake: challengeOfSample },
  { name: "tiktok", network: tiktok, createSimulator: createQuickTikTok, draft: onTikTok },
  { name: "x", network: x, createSimulator: createXSimulator, handshake: challengeOfX },
];
