import { GetParameterCommand, ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { type CredentialSource, CredentialsMissingError, type WebhookSecretSource } from "#lib/app/accounts/ports.ts";
import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Credentials, WebhookSecrets } from "#lib/networks/network.ts";

/** `<prefix>/channels/<network>/<name>` */
export const ChannelSecret = z.object({ accessToken: z.string().min(1) });

/** `<prefix>/networks/<network>`; several app secrets, newest first, while one is being rotated. */
export const NetworkSecret = z.object({
  appSecrets: z.array(z.string().min(1)).min(1),
  verifyToken: z.string().optional(),
});

/** A warm function remembers a secret this long: a rotated token is used within minutes. */
const REMEMBERED_MS = 5 * 60_000;

/** Tokens and app secrets, in SSM SecureString parameters. The values never leave this class except to the caller. */
export class TokenVault implements CredentialSource, WebhookSecretSource {
  readonly #client: SSMClient;
  readonly #prefix: string;
  readonly #now: () => Date;
  readonly #remembered = new Map<string, { readonly text: string | undefined; readonly until: number }>();

  /** @param prefix for example `/antenne/prod`. */
  constructor(client: SSMClient, prefix: string, now: () => Date) {
    this.#client = client;
    this.#prefix = prefix;
    this.#now = now;
  }

  async credentials(channel: Channel): Promise<Credentials> {
    const secret = await this.#read(`channels/${channel.channelId}`, ChannelSecret);
    if (!secret) throw new CredentialsMissingError(channel.channelId);
    const app = await this.#read(`networks/${channel.network}`, NetworkSecret);
    return { accessToken: secret.accessToken, appSecret: app?.appSecrets[0] };
  }

  async secrets(network: string, { fresh = false } = {}): Promise<WebhookSecrets | undefined> {
    if (fresh) this.#remembered.delete(`networks/${network}`);
    return await this.#read(`networks/${network}`, NetworkSecret);
  }

  async #read<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    const text = await this.#text(name);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(parseJson(text));
    // The parameter's name is enough to mend it; its content must not reach a log.
    if (!parsed.success) throw new Error(`the parameter ${this.#prefix}/${name} does not hold the JSON that it should`);
    return parsed.data;
  }

  async #text(name: string): Promise<string | undefined> {
    const now = this.#now().getTime();
    const remembered = this.#remembered.get(name);
    if (remembered && remembered.until > now) return remembered.text;
    const text = await this.#fetch(`${this.#prefix}/${name}`);
    // What is missing may be put there any moment by the person who reads the error: it is asked for again.
    if (text !== undefined) this.#remembered.set(name, { text, until: now + REMEMBERED_MS });
    return text;
  }

  async #fetch(name: string): Promise<string | undefined> {
    try {
      const { Parameter } = await this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      return Parameter?.Value;
    } catch (error) {
      if (error instanceof ParameterNotFound) return undefined;
      throw error;
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
