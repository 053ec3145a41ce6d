import type { SimulatedChannel } from "../simulator.ts";
import type { World } from "./simulator-world.ts";

const LIFETIME_MS = 24 * 60 * 60_000;
const REFRESH_LIFETIME_SECONDS = 31_536_000;
const SCOPE = "user.info.basic,user.info.stats,video.list,video.publish";

/**
 * TikTok's OAuth 2.0, as far as a grant that a person has given goes. Each refresh brings another refresh token, and the
 * one before is good no more. Where the channel has no grant, its token never ends.
 */
export class TokenIssuer {
  readonly #world: World;
  readonly #channel: SimulatedChannel;
  readonly #lifetimeMs: number;
  #accessToken: string;
  #refreshToken: string | undefined;
  #goodUntil: number;

  constructor(world: World, channel: SimulatedChannel, lifetimeMs: number | undefined) {
    const { accessToken, grant } = channel;
    this.#world = world;
    this.#channel = channel;
    this.#lifetimeMs = lifetimeMs ?? (grant ? LIFETIME_MS : Number.POSITIVE_INFINITY);
    this.#accessToken = accessToken;
    this.#refreshToken = grant?.refreshToken;
    this.#goodUntil = (grant?.givenAt ?? world.now()).getTime() + this.#lifetimeMs;
  }

  takes(request: Request): boolean {
    const isAlive = this.#world.now().getTime() < this.#goodUntil;
    return isAlive && request.headers.get("authorization") === `Bearer ${this.#accessToken}`;
  }

  /** The token endpoint: TikTok answers 200 to a refusal, too, and without its usual envelope. */
  async answer(request: Request): Promise<object> {
    const form = new URLSearchParams(await request.text());
    const { grant } = this.#channel;
    if (!grant || form.get("client_key") !== grant.clientId || form.get("client_secret") !== grant.clientSecret) {
      return refusal("invalid_client", "Client key or secret is incorrect.");
    }
    switch (form.get("grant_type")) {
      case "authorization_code":
        return form.get("code") ? this.#issue() : refusal("invalid_request", "Parameter code is missing.");
      case "refresh_token":
        return form.get("refresh_token") === this.#refreshToken
          ? this.#issue()
          : refusal("invalid_grant", "Refresh token is invalid or expired.");
      default:
        return refusal("unsupported_grant_type", "Unsupported grant type.");
    }
  }

  #issue(): object {
    this.#accessToken = `act.${this.#draw()}`;
    this.#refreshToken = `rft.${this.#draw()}`;
    this.#goodUntil = this.#world.now().getTime() + this.#lifetimeMs;
    return {
      access_token: this.#accessToken,
      expires_in: Number.isFinite(this.#lifetimeMs) ? Math.floor(this.#lifetimeMs / 1_000) : undefined,
      open_id: this.#channel.remoteId,
      refresh_token: this.#refreshToken,
      refresh_expires_in: REFRESH_LIFETIME_SECONDS,
      scope: SCOPE,
      token_type: "Bearer",
    };
  }

  #draw(): string {
    const random = () => Math.floor(this.#world.random() * 2 ** 32).toString(36);
    return `${random()}${random()}${random()}${random()}`;
  }
}

function refusal(error: string, description: string): object {
  return { error, error_description: description, log_id: "20261124000000" };
}
