import { createHmac, timingSafeEqual } from "node:crypto";
import type { InboundEvent, MessageReceived } from "#lib/domain/engagement/inbound.ts";
import type { CommitOutcome, FindResult, Network, ReplyTarget, WebhookRequest } from "#lib/networks/network.ts";

type Reaction = (post: () => void) => CommitOutcome;

/**
 * A small network for tests of engagement: its webhooks carry events as they are, its answers are written down in
 * advance, and it keeps the replies that customers would see.
 */
export class Chirper {
  readonly live: { readonly text: string; readonly target: ReplyTarget }[] = [];
  readonly sends: Reaction[] = [];
  readonly finds: (FindResult | Error)[] = [];
  readonly hydrations: (Partial<MessageReceived> | Error)[] = [];
  /** How often the network was asked what a message says. */
  hydrationCount = 0;
  /** How often the network was asked to send. */
  sendCount = 0;
  /** What `check` finds, if anything. */
  problem: string | undefined;

  readonly #accept: Reaction = (post) => {
    post();
    return { outcome: "accepted", remoteId: `reply-${this.live.length}` };
  };

  readonly network: Network = {
    name: "chirper",
    displayName: "Chirper",
    limits: {
      textLength: 100,
      imageCount: 0,
      videoCount: 0,
      imageBytes: 0,
      videoBytes: 0,
      imageTypes: [],
      videoTypes: [],
      altTextLength: 0,
      quotas: [],
    },
    webhook: {
      signatureHeader: "x-chirper-signature",
      handshake: ({ method, query }, { verifyToken }) => {
        if (method !== "GET" || query.challenge === undefined) return undefined;
        return query.token === verifyToken
          ? { status: 200, contentType: "text/plain", body: query.challenge }
          : { status: 403, contentType: "text/plain", body: "" };
      },
      isAuthentic: ({ headers, body }, { appSecrets }) => {
        const given = Buffer.from(headers["x-chirper-signature"] ?? "");
        const wanted = appSecrets.map((secret) => Buffer.from(signature(body, secret)));
        return wanted.some((each) => each.length === given.length && timingSafeEqual(each, given));
      },
      events: (body) => eventsIn(body),
      hydrate: async (message) => {
        this.hydrationCount += 1;
        const scripted = this.hydrations.shift() ?? { text: "fetched", author: { remoteId: "u9" } };
        if (scripted instanceof Error) throw scripted;
        return { ...message, ...scripted };
      },
    },
    replies: {
      kinds: ["comment", "direct"],
      check: () =>
        this.problem === undefined ? [] : [{ column: "text", problem: this.problem, remedy: "write something else" }],
      send: async (text, target) => {
        this.sendCount += 1;
        return (this.sends.shift() ?? this.#accept)(() => this.live.push({ text, target }));
      },
      find: async () => {
        const scripted = this.finds.shift();
        if (scripted instanceof Error) throw scripted;
        if (scripted) return scripted;
        return this.live.length > 0
          ? { found: true, remoteId: `reply-${this.live.length}` }
          : { found: false, because: "absent" };
      },
      settleMs: 60_000,
    },
  };
}

export function signature(body: Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

export function signedCall(body: string | Uint8Array, secret: string): WebhookRequest {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { method: "POST", headers: { "x-chirper-signature": signature(bytes, secret) }, query: {}, body: bytes };
}

function eventsIn(body: unknown): readonly InboundEvent[] {
  if (typeof body !== "object" || body === null || !("events" in body) || !Array.isArray(body.events)) {
    return [{ type: "unknown", what: "no events" }];
  }
  return body.events.map((event) =>
    "occurredAt" in event ? { ...event, occurredAt: new Date(event.occurredAt) } : event,
  );
}
