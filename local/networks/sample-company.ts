import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ChannelItem } from "#lib/aws/channels-table.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { SimulatedChannel } from "#lib/networks/simulator.ts";

/** The invented company that the laptop speaks for: its channels and what the simulated networks know of it. */
export interface SimulatedCompany {
  readonly displayName: string;
  readonly channels: readonly CompanyChannel[];
}

export interface CompanyChannel {
  /** For the channels table. */
  readonly channel: Channel;
  /** For the simulator of its network. */
  readonly simulated: SimulatedChannel;
  readonly verifyToken: string;
}

const ChannelSecrets = z.object({ accessToken: z.string(), appSecret: z.string(), verifyToken: z.string() });
type ChannelSecrets = z.output<typeof ChannelSecrets>;
const CompanySecrets = z.record(z.string(), ChannelSecrets);

const DISPLAY_NAME = "Boulangerie Lumière";

/** Ids and handles of the shape and length that each network gives. */
const CHANNELS_FILE = new URL("../../events/channels.json", import.meta.url);

/**
 * A bakery in Lyon with one channel on each network. Its tokens and app secrets are drawn once per data folder and kept
 * there, readable by their owner only.
 */
export function sampleCompany(dataFolder: string): SimulatedCompany {
  const secrets = keptSecrets(dataFolder);
  const configured: readonly Channel[] = z.array(ChannelItem).parse(JSON.parse(readFileSync(CHANNELS_FILE, "utf8")));
  const channels = configured.map((channel) => {
    const { verifyToken, ...known } = secrets(channel.network);
    const { remoteId, handle = "" } = channel;
    return { channel, verifyToken, simulated: { remoteId, handle, displayName: DISPLAY_NAME, ...known } };
  });
  return { displayName: DISPLAY_NAME, channels };
}

/** The SSM parameters of the company: names and JSON values as `lib/aws/token-vault.ts` reads them. */
export function parametersOf(
  { channels }: SimulatedCompany,
  stage: string,
): readonly { name: string; value: string }[] {
  return channels.flatMap(({ channel, simulated: { accessToken, appSecret }, verifyToken }) => [
    { name: `/antenne/${stage}/channels/${channel.channelId}`, value: JSON.stringify({ accessToken }) },
    {
      name: `/antenne/${stage}/networks/${channel.network}`,
      value: JSON.stringify({ appSecrets: [appSecret], verifyToken }),
    },
  ]);
}

function keptSecrets(dataFolder: string): (network: string) => ChannelSecrets {
  const folder = join(dataFolder, "networks");
  const path = join(folder, "secrets.json");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = existsSync(path) ? CompanySecrets.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  return (network) => {
    const known = kept[network];
    if (known) return known;
    const drawn = drawSecrets();
    kept[network] = drawn;
    writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
    return drawn;
  };
}

function drawSecrets(): ChannelSecrets {
  return {
    accessToken: randomBytes(48).toString("base64url"),
    appSecret: randomBytes(16).toString("hex"),
    verifyToken: randomBytes(12).toString("hex"),
  };
}
