import type { Command } from "commander";
import type { Network, PostQuota } from "#lib/networks/network.ts";
import { networks } from "#lib/networks/registry.ts";
import { outputOf } from "../global-options.ts";

export function addNetworksCommand(program: Command): void {
  program
    .command("networks")
    .description("the networks that Antenne speaks to, what it can do there, and their limits")
    .action((_options: unknown, command: Command) => list(command));
}

function list(command: Command): void {
  const output = outputOf(command);
  const described = networks.map(({ name, displayName, limits, ...network }) => ({
    name,
    displayName,
    publishes: network.publishing !== undefined,
    receives: network.webhook !== undefined,
    replies: network.replies?.kinds ?? [],
    measures: network.insights !== undefined,
    limits,
  }));
  if (output.isJson) {
    output.json(described);
    return;
  }
  output.table(
    ["network", "name in a calendar", "publishes", "answers", "measures", "text", "images", "videos", "posts"],
    networks.map((network) => row(network)),
  );
}

function row({ name, displayName, publishing, replies, insights, limits }: Network): string[] {
  return [
    displayName,
    name,
    publishing ? "yes" : "no",
    replies?.kinds.join(", ") ?? "no",
    insights ? "yes" : "no",
    `${limits.textLength} characters`,
    String(limits.imageCount),
    String(limits.videoCount),
    limits.quotas.map(quota).join(", ") || "not counted",
  ];
}

const HOUR_MS = 60 * 60_000;

/** For example `100 in 15 min`. */
function quota({ postCount, windowMs, scope }: PostQuota): string {
  const time = windowMs < HOUR_MS ? `${windowMs / 60_000} min` : `${windowMs / HOUR_MS} h`;
  return `${postCount} in ${time}${scope === "app" ? " for all channels" : ""}`;
}
