import { createHmac } from "node:crypto";
import { sample } from "#lib/networks/_template/index.ts";
import { createSampleSimulator } from "#lib/networks/_template/simulator.ts";
import { facebook } from "#lib/networks/facebook/index.ts";
import { createFacebookSimulator } from "#lib/networks/facebook/simulator.ts";
import { instagram } from "#lib/networks/instagram/index.ts";
import { createInstagramSimulator } from "#lib/networks/instagram/simulator.ts";
import type { Network, WebhookSecrets } from "#lib/networks/network.ts";
import type { NetworkSimulator, SimulatorOptions } from "#lib/networks/simulator.ts";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";

/** A network together with the simulator that stands in for it. */
export interface SimulatedNetwork {
  readonly name: string;
  readonly network: Network;
  readonly createSimulator: (options: SimulatorOptions) => NetworkSimulator;
  /** How the network asks whether our webhook address is ours, and what it expects to hear. */
  readonly handshake: (secrets: WebhookSecrets) => Handshake;
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

/** Every network of the registry, and the template, which promises the same. The laptop has a list of its own. */
export const simulatedNetworks: readonly SimulatedNetwork[] = [
  { name: "facebook", network: facebook, createSimulator: createFacebookSimulator, handshake: challengeOfMeta },
  { name: "instagram", network: instagram, createSimulator: createInstagramSimulator, handshake: challengeOfMeta },
  { name: "the template", network: sample, createSimulator: createSampleSimulator, handshake: challengeOfSample },
  { name: "x", network: x, createSimulator: createXSimulator, handshake: challengeOfX },
];
