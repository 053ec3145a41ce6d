import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ChannelItem } from "#lib/aws/channels-table.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import type { SimulatedChannel, SimulatedGrant } from "#lib/networks/simulator.ts";

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

const Grant = z.object({
  refreshToken: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  givenAt: z.iso.datetime(),
});

const ChannelSecrets = z.object({
  accessToken: z.string(),
  appSecret: z.string(),
  verifyToken: z.string(),
  grant: Grant.optional(),
});
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
    const { verifyToken, grant, ...known } = secrets(channel.network);
    const { remoteId, handle = "" } = channel;
    const simulated = { remoteId, handle, displayName: DISPLAY_NAME, ...known, grant: grant && grantOf(grant) };
    return { channel, verifyToken, simulated };
  });
  return { displayName: DISPLAY_NAME, channels };
}

function grantOf({ givenAt, ...grant }: z.output<typeof Grant>): SimulatedGrant {
  return { ...grant, givenAt: new Date(givenAt) };
}

/** The SSM parameters of the company: names and JSON values as `lib/aws/token-vault.ts` reads them. */
export function parametersOf(
  { channels }: SimulatedCompany,
  stage: string,
): readonly { name: string; value: string }[] {
  return channels.flatMap(({ channel, simulated: { accessToken, appSecret, grant }, verifyToken }) => {
    const { refreshToken, clientId, clientSecret } = grant ?? {};
    return [
      { name: `/antenne/${stage}/channels/${channel.channelId}`, value: JSON.stringify({ accessToken, refreshToken }) },
      {
        name: `/antenne/${stage}/networks/${channel.network}`,
        value: JSON.stringify({ appSecrets: [appSecret], verifyToken, clientId, clientSecret }),
      },
    ];
  });
}

function keptSecrets(dataFolder: string): (network: string) => ChannelSecrets {
  const folder = join(dataFolder, "networks");
  const path = join(folder, "secrets.json");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = existsSync(path) ? CompanySecrets.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  return (network) => {
    const known = kept[network];
    if (known) return known;
    const drawn = drawSecrets(findNetwork(network)?.auth !== undefined);
    kept[network] = drawn;
    writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
    return drawn;
  };
}

/** @param isRefreshed whether the network's tokens end, and come with what refreshes them */
function drawSecrets(isRefreshed: boolean): ChannelSecrets {
  const grant = isRefreshed
    ? {
        refreshToken: randomBytes(48).toString("base64url"),
        clientId: randomBytes(12).toString("base64url"),
        clientSecret: randomBytes(24).toString("base64url"),
        givenAt: new Date().toISOString(),
      }
    : undefined;
  return {
    accessToken: randomBytes(48).toString("base64url"),
    appSecret: randomBytes(16).toString("hex"),
    verifyToken: randomBytes(12).toString("hex"),
    grant,
  };
}
