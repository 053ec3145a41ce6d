import { facebook } from "./facebook/index.ts";
import { instagram } from "./instagram/index.ts";
import type { Network } from "./network.ts";
import { tiktok } from "./tiktok/index.ts";
import { x } from "./x/index.ts";

/** Every network that Antenne speaks. Adding one: docs/networks.md. */
export const networks: readonly Network[] = [facebook, instagram, tiktok, x];

const byName = new Map(networks.map((network) => [network.name, network]));

/** @param name as people write it in a calendar */
export function findNetwork(name: string): Network | undefined {
  return byName.get(name) ?? byName.get(name.trim().toLowerCase());
}
