import { readFileSync } from "node:fs";

/** A sample delivery of `events/webhooks`. */
export function readWebhook(network: string, name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../events/webhooks/${network}/${name}.json`, import.meta.url), "utf8"));
}
