import { setTimeout as sleep } from "node:timers/promises";
import type { SimulatedDelivery } from "#lib/networks/simulator.ts";

/** One delivery, and how our address answered it so far. */
export interface SentWebhook {
  readonly network: string;
  /** Of each attempt; 0 where nobody answered. */
  readonly statuses: readonly number[];
}

export interface WebhookSenderOptions {
  /** Where the front door stands, without the network's name; undefined while it is not known yet. */
  readonly address: () => string | undefined;
  /** @default a quarter of a second, then twice as long each time */
  readonly retryDelaysMs?: readonly number[];
}

/** Networks repeat at once, then less and less often, for hours; here for a quarter of an hour. */
const RETRY_DELAYS_MS = Array.from({ length: 12 }, (_, attempt) => 250 * 2 ** attempt);
const ATTEMPT_TIMEOUT_MS = 10_000;

/** Carries webhooks to our address as the networks do: again and again until they are taken. */
export class WebhookSender {
  readonly sent: SentWebhook[] = [];
  readonly #options: WebhookSenderOptions;
  readonly #stopped = new AbortController();

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /** Resolves after the first attempt; the others follow by themselves. */
  async send(network: string, delivery: SimulatedDelivery, onTaken: () => void = () => {}): Promise<void> {
    const statuses: number[] = [];
    this.sent.push({ network, statuses });
    const attempt = async () => {
      const status = await this.#attempt(network, delivery);
      statuses.push(status);
      const isTaken = status >= 200 && status < 300;
      if (isTaken) onTaken();
      return isTaken;
    };
    if (!(await attempt())) void this.#repeat(attempt);
  }

  /** Ends all waiting. What was not taken is told again after a restart. */
  stop(): void {
    this.#stopped.abort();
  }

  async #repeat(attempt: () => Promise<boolean>): Promise<void> {
    const { signal } = this.#stopped;
    for (const delayMs of this.#options.retryDelaysMs ?? RETRY_DELAYS_MS) {
      await sleep(delayMs, undefined, { ref: false, signal }).catch(() => {});
      if (signal.aborted || (await attempt())) return;
    }
  }

  async #attempt(network: string, { method, query, headers, body }: SimulatedDelivery): Promise<number> {
    const address = this.#options.address();
    if (address === undefined) return 0;
    const url = new URL(`${address.replace(/\/$/, "")}/${network}`);
    url.search = new URLSearchParams(query).toString();
    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    try {
      const response = await fetch(url, {
        method,
        headers,
        signal,
        ...(method === "POST" && { body: new Uint8Array(body) }),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
