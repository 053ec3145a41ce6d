import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { noTrouble, type SimulatedDelivery, type SimulatorOptions, type TroubleSwitches } from "../simulator.ts";
import { escapeUnicode } from "./signature.ts";

/** One entry of a delivery, in Meta's words. */
export interface WebhookEntry {
  readonly changes?: readonly { readonly field: string; readonly value: object }[];
  readonly messaging?: readonly object[];
}

export interface Deliveries {
  /** Resolves when our address has taken it, or when it is held back to be batched. Never rejects. */
  send(entry: WebhookEntry): Promise<void>;
  readonly trouble: TroubleSwitches;
}

/** Meta repeats at once, then less and less often, for 36 hours. */
const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 250;

/** Delivers webhooks as Meta does: signed, escaped, again until they are taken; and with the trouble that is asked for. */
export function createDeliveries(object: "page" | "instagram", options: SimulatorOptions): Deliveries {
  const held: object[] = [];
  const trouble = switchesThatFlush(() => void flush());

  async function flush(): Promise<void> {
    const entries = held.splice(0).reverse();
    if (entries.length > 0) await deliver(entries);
  }

  async function deliver(entries: readonly object[]): Promise<void> {
    const delivery = signed({ object, entry: entries }, options.channel.appSecret);
    for (let copy = 0; copy <= trouble.webhookDuplicates; copy += 1) await repeatUntilTaken(delivery, options);
  }

  return {
    trouble,
    async send(content) {
      const now = options.now().getTime();
      const time = content.messaging ? now : Math.floor(now / 1000);
      held.push({ id: options.channel.remoteId, time, ...content });
      if (held.length >= trouble.webhookBatch) await flush();
    },
  };
}

/** Switching batches off sends what was held back. */
function switchesThatFlush(flush: () => void): TroubleSwitches {
  let webhookBatch = 0;
  return Object.defineProperty(noTrouble(), "webhookBatch", {
    enumerable: true,
    get: () => webhookBatch,
    set: (size: number) => {
      webhookBatch = size;
      if (size === 0) flush();
    },
  });
}

/** Meta escapes everything beyond ASCII, and slashes, and signs exactly these bytes. */
export function signed(body: object, appSecret: string): SimulatedDelivery {
  const text = escapeUnicode(JSON.stringify(body)).replaceAll("/", "\\/");
  const bytes = new TextEncoder().encode(text);
  const signature = createHmac("sha256", appSecret).update(bytes).digest("hex");
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": `sha256=${signature}`,
    },
    body: bytes,
  };
}

async function repeatUntilTaken(delivery: SimulatedDelivery, { deliver }: SimulatorOptions): Promise<void> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const status = await deliver(delivery).catch(() => 0);
    if (status >= 200 && status < 300) return;
    if (attempt > 0) await sleep(FIRST_PAUSE_MS * 2 ** attempt, undefined, { ref: false });
  }
}
