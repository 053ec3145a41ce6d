import type { NetworkSimulator, SimulatedDelivery, SimulatorOptions } from "#lib/networks/simulator.ts";
import type { Simulators } from "#local/networks/simulated-networks.ts";
import { WebhookSender } from "#local/networks/webhook-sender.ts";

/**
 * Networks tell of our own posts too. Held back until they are asked for, so that what they cost is counted apart from
 * publishing.
 */
export class HeldWebhooks {
  readonly #held: { readonly network: string; readonly delivery: SimulatedDelivery }[] = [];
  #isHolding = true;

  /** The same simulators, but what they deliver is held. */
  of(simulators: Simulators): Simulators {
    return Object.fromEntries(
      Object.entries(simulators).map(([network, create]) => [network, this.#holding(network, create)]),
    );
  }

  #holding(network: string, create: (options: SimulatorOptions) => NetworkSimulator) {
    return (options: SimulatorOptions) =>
      create({
        ...options,
        deliver: async (delivery) => {
          if (!this.#isHolding) return await options.deliver(delivery);
          this.#held.push({ network, delivery });
          return 200;
        },
      });
  }

  /** Holds no more. @returns how many were held, now delivered to `address` */
  async release(address: string): Promise<number> {
    this.#isHolding = false;
    const sender = new WebhookSender({ address: () => address });
    await Promise.all(this.#held.map(({ network, delivery }) => sender.send(network, delivery)));
    return this.#held.length;
  }
}
