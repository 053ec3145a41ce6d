import { readFileSync } from "node:fs";
import type { InboundEvent, MessageReceived } from "#lib/domain/engagement/inbound.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type {
  CommitOutcome,
  PendingCommit,
  Progress,
  PublishingContext,
  StageStep,
  WebhookRequest,
} from "#lib/networks/network.ts";
import type { SimulatedDelivery, SimulatedGrant, TroubleSwitches } from "#lib/networks/simulator.ts";
import { simulatedHttp } from "./simulated-http.ts";
import type { SimulatedNetwork } from "./simulated-networks.ts";

/** The smallest picture that every network believes: one pixel, JPEG. */
export const tinyJpeg = new Uint8Array(
  Buffer.from(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=",
    "base64",
  ),
);

/** Two seconds, H.264: what every network that takes videos believes. */
export const smallVideo = new Uint8Array(readFileSync(new URL("../../events/media/video.mp4", import.meta.url)));

export const secrets = { appSecret: "app-secret-that-must-not-leak", accessToken: "access-token-that-must-not-leak" };

/** One network, its simulator, a channel on it, a clock that is set by hand, and what was delivered to us. */
export function startNetwork({ network, createSimulator, draft: plain }: SimulatedNetwork, grant?: SimulatedGrant) {
  const clock = { now: new Date("2026-11-23T09:00:00Z") };
  const now = () => new Date(clock.now);
  const channel = {
    channelId: `${network.name}/acme`,
    network: network.name,
    name: "acme",
    remoteId: "17841400000000001",
    handle: "acme",
  };
  const deliveries: SimulatedDelivery[] = [];
  const simulator = createSimulator({
    now,
    random: seededRandom(42),
    deliver: async (delivery) => {
      deliveries.push(delivery);
      return 200;
    },
    fetchMedia: async () => ({ contentType: "image/jpeg", bytes: tinyJpeg }),
    channel: { remoteId: channel.remoteId, displayName: "Acme", handle: channel.handle, ...secrets, grant },
  });
  const context: PublishingContext = {
    channel,
    credentials: secrets,
    http: simulatedHttp([simulator]),
    now,
    media: {
      bytes: async (name, part) => fileNamed(name).slice(part?.start, part?.end),
      url: async (name) => new URL(name, "https://media.antenne.example"),
    },
  };
  const advance = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const setNow = (instant: Date) => {
    clock.now = instant;
  };
  /** A draft that this network takes without a word. */
  const draft = (change: Partial<Draft> = {}) => aDraft({ ...plain, ...change });
  return { network, simulator, context, channel, deliveries, now, advance, setNow, draft };
}

function fileNamed(name: string): Uint8Array<ArrayBuffer> {
  return name.endsWith(".mp4") ? smallVideo : tinyJpeg;
}

export type NetworkWorld = ReturnType<typeof startNetwork>;

/** For the next request that it applies to. */
export function makeTrouble({ simulator }: NetworkWorld, kind: keyof TroubleSwitches): void {
  simulator.trouble[kind] = 1;
}

/** mulberry32 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draft that most networks take: some do not publish without a picture. */
export function aDraft(change: Partial<Draft> = {}): Draft {
  const picture = { name: "été.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: tinyJpeg.length } as const;
  return { text: "Bonjour l'été 🌞", media: [{ ...picture, altText: "Un soleil" }], ...change };
}

export function publishingOf({ network }: NetworkWorld) {
  if (!network.publishing) throw new Error(`${network.name} does not publish`);
  return network.publishing;
}

const MOST_STEPS = 60;

/** Stages as the engine does: step by step, every progress stored as JSON. */
export async function stageAll(world: NetworkWorld, draft: Draft, from?: Progress) {
  const steps: StageStep[] = [];
  let progress = from;
  while (steps.length < MOST_STEPS) {
    const step = await publishingOf(world).stage(draft, progress, world.context);
    steps.push(step);
    progress = JSON.parse(JSON.stringify(step.progress)) as Progress;
    if (step.status === "staged") return { steps, progress };
    if (step.status === "wait") world.advance(step.afterMs);
  }
  throw new Error(`not staged after ${MOST_STEPS} steps`);
}

/** Stages what needs staging and commits once. */
export async function publish(world: NetworkWorld, draft: Draft): Promise<CommitOutcome | PendingCommit> {
  const publishing = publishingOf(world);
  const progress = publishing.needsStaging(draft) ? (await stageAll(world, draft)).progress : undefined;
  return publishing.commit(draft, progress, "commit-key", world.context);
}

export function requestOf({ method, query, headers, body }: SimulatedDelivery): WebhookRequest {
  return { method, query: query ?? {}, headers, body };
}

export function eventsOf({ network, deliveries }: NetworkWorld): InboundEvent[] {
  return deliveries.flatMap(({ body }) => [
    ...(network.webhook?.events(JSON.parse(Buffer.from(body).toString())) ?? []),
  ]);
}

/** What customers wrote, each message once and whole, as the pipeline would have it. */
export async function messagesOf(world: NetworkWorld): Promise<MessageReceived[]> {
  const messages = eventsOf(world).filter((event) => event.type === "message" && !event.isOwn) as MessageReceived[];
  const unique = [...new Map(messages.map((message) => [message.eventKey, message])).values()];
  const hydrate = world.network.webhook?.hydrate;
  return Promise.all(
    unique.map((message) => (message.needsHydration && hydrate ? hydrate(message, world.context) : message)),
  );
}
