import { GetParameterCommand, ParameterNotFound, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import * as z from "zod";
import {
  type CredentialSource,
  CredentialsMissingError,
  type StoredCredentials,
  type TokenStore,
  type WebhookSecretSource,
} from "#lib/app/accounts/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { AppClient, NewToken, WebhookSecrets } from "#lib/networks/network.ts";

/** `<prefix>/channels/<network>/<name>` */
export const ChannelSecret = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).optional(),
  expiresAt: z.iso.datetime().optional(),
  scopes: z.array(z.string()).optional(),
});

/** `<prefix>/networks/<network>`; several app secrets, newest first, while one is being rotated. */
export const NetworkSecret = z.object({
  appSecrets: z.array(z.string().min(1)).min(1),
  verifyToken: z.string().optional(),
  /** What refreshing a token takes of the app. */
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
});

/** A warm function remembers a secret this long: a rotated token is used within minutes. */
const REMEMBERED_MS = 5 * 60_000;

interface StoredText {
  readonly text: string;
  readonly version: number;
}

type Remembered = StoredText & { readonly until: number };

/** Tokens and app secrets, in SSM SecureString parameters. The values never leave this class except to the caller. */
export class TokenVault implements CredentialSource, TokenStore, WebhookSecretSource {
  readonly #client: SSMClient;
  readonly #prefix: string;
  readonly #now: () => Date;
  readonly #remembered = new Map<string, Remembered>();

  /** @param prefix for example `/antenne/prod`. */
  constructor(client: SSMClient, prefix: string, now: () => Date) {
    this.#client = client;
    this.#prefix = prefix;
    this.#now = now;
  }

  async credentials(channel: Channel, { fresh = false } = {}): Promise<StoredCredentials> {
    const name = channelParameter(channel.channelId);
    if (fresh) this.#remembered.delete(name);
    const stored = await this.#read(name, ChannelSecret);
    if (!stored) throw new CredentialsMissingError(channel.channelId);
    const { expiresAt, ...secret } = stored.secret;
    const app = (await this.#read(`networks/${channel.network}`, NetworkSecret))?.secret;
    return {
      ...secret,
      expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      appSecret: app?.appSecrets[0],
      client: app && clientOf(app),
      version: stored.version,
    };
  }

  async store(channelId: string, { accessToken, expiresAt, ...token }: NewToken): Promise<number> {
    const name = channelParameter(channelId);
    this.#remembered.delete(name);
    const known = (await this.#read(name, ChannelSecret))?.secret;
    // A network that gives no new refresh token means that the old one still holds.
    const { refreshToken = known?.refreshToken, scopes = known?.scopes } = token;
    const secret = { accessToken, refreshToken, scopes, expiresAt: expiresAt?.toISOString() };
    return await this.#write(name, JSON.stringify(ChannelSecret.parse(secret)));
  }

  async secrets(network: string, { fresh = false } = {}): Promise<WebhookSecrets | undefined> {
    if (fresh) this.#remembered.delete(`networks/${network}`);
    return (await this.#read(`networks/${network}`, NetworkSecret))?.secret;
  }

  async #read<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
  ): Promise<{ readonly secret: z.output<Schema>; readonly version: number } | undefined> {
    const stored = await this.#stored(name);
    if (stored === undefined) return undefined;
    const parsed = schema.safeParse(parseJson(stored.text));
    // The parameter's name is enough to mend it; its content must not reach a log.
    if (!parsed.success) throw new Error(`the parameter ${this.#prefix}/${name} does not hold the JSON that it should`);
    return { secret: parsed.data, version: stored.version };
  }

  async #stored(name: string): Promise<StoredText | undefined> {
    const remembered = this.#remembered.get(name);
    if (remembered && remembered.until > this.#now().getTime()) return remembered;
    const stored = await this.#fetch(`${this.#prefix}/${name}`);
    // What is missing may be put there any moment by the person who reads the error: it is asked for again.
    if (stored !== undefined) this.#remember(name, stored);
    return stored;
  }

  #remember(name: string, stored: StoredText): void {
    this.#remembered.set(name, { ...stored, until: this.#now().getTime() + REMEMBERED_MS });
  }

  async #fetch(name: string): Promise<StoredText | undefined> {
    try {
      const { Parameter } = await this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter?.Value === undefined ? undefined : { text: Parameter.Value, version: Parameter.Version ?? 1 };
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }

  async #write(name: string, text: string): Promise<number> {
    const parameter = { Name: `${this.#prefix}/${name}`, Value: text, Type: "SecureString", Overwrite: true } as const;
    const { Version: version = 1 } = await this.#client.send(new PutParameterCommand(parameter));
    this.#remember(name, { text, version });
    return version;
  }
}

function channelParameter(channelId: string): string {
  return `channels/${channelId}`;
}

function clientOf({ clientId, clientSecret }: z.output<typeof NetworkSecret>): AppClient | undefined {
  return clientId === undefined ? undefined : { id: clientId, secret: clientSecret };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
