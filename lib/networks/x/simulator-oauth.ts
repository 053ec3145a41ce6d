import type { SimulatedChannel } from "../simulator.ts";
import type { World } from "./simulator-world.ts";

/** X's access tokens live so long. */
const LIFETIME_MS = 2 * 60 * 60_000;

const SCOPE = "tweet.read tweet.write users.read media.write dm.read dm.write offline.access";

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * X's OAuth 2.0, as far as a grant that a person has given goes: its access token ends after two hours, its refresh token
 * after one use, and all of it when a refresh token is used again. Where the channel has no grant, its token is one of
 * OAuth 1.0a, which never ends.
 */
export class TokenIssuer {
  readonly #world: World;
  readonly #channel: SimulatedChannel;
  readonly #lifetimeMs: number;
  #accessToken: string;
  #refreshToken: string | undefined;
  #goodUntil: number;
  readonly #spent = new Set<string>();

  constructor(world: World, channel: SimulatedChannel, lifetimeMs: number | undefined) {
    this.#world = world;
    this.#channel = channel;
    const { accessToken, grant } = channel;
    this.#lifetimeMs = lifetimeMs ?? (grant ? LIFETIME_MS : Number.POSITIVE_INFINITY);
    this.#accessToken = accessToken;
    this.#refreshToken = grant?.refreshToken;
    this.#goodUntil = (grant?.givenAt ?? world.now()).getTime() + this.#lifetimeMs;
  }

  takes(request: Request): boolean {
    const isAlive = this.#world.now().getTime() < this.#goodUntil;
    return isAlive && request.headers.get("authorization") === `Bearer ${this.#accessToken}`;
  }

  /** The token endpoint: `refresh_token`, and `authorization_code` with whatever code a person comes back with. */
  async answer(request: Request): Promise<Answer> {
    const form = new URLSearchParams(await request.text());
    if (!this.#isOurApp(request, form))
      return refusal(401, "unauthorized_client", "Missing valid authorization header");
    switch (form.get("grant_type")) {
      case "authorization_code":
        if (!form.get("code")) return refusal(400, "invalid_request", "Missing required parameter [code].");
        this.#spent.clear();
        return this.#issue();
      case "refresh_token":
        return this.#refresh(form.get("refresh_token") ?? "");
      default:
        return refusal(400, "invalid_request", "Missing required parameter [grant_type].");
    }
  }

  #refresh(refreshToken: string): Answer {
    if (this.#refreshToken !== undefined && refreshToken === this.#refreshToken) {
      this.#spent.add(refreshToken);
      return this.#issue();
    }
    if (this.#spent.has(refreshToken)) this.#revoke();
    return refusal(400, "invalid_request", "Value passed for the token was invalid.");
  }

  #revoke(): void {
    this.#refreshToken = undefined;
    this.#goodUntil = 0;
  }

  #issue(): Answer {
    this.#accessToken = this.#draw();
    this.#refreshToken = this.#draw();
    this.#goodUntil = this.#world.now().getTime() + this.#lifetimeMs;
    const tokens = { access_token: this.#accessToken, refresh_token: this.#refreshToken };
    const expires = Number.isFinite(this.#lifetimeMs) ? { expires_in: Math.floor(this.#lifetimeMs / 1_000) } : {};
    return { status: 200, body: { token_type: "bearer", ...expires, ...tokens, scope: SCOPE } };
  }

  #draw(): string {
    const random = () => Math.floor(this.#world.random() * 2 ** 32).toString(36);
    return `${random()}${random()}${random()}${random()}`;
  }

  #isOurApp(request: Request, form: URLSearchParams): boolean {
    const { grant } = this.#channel;
    if (!grant) return false;
    const proof = `Basic ${Buffer.from(`${grant.clientId}:${grant.clientSecret}`).toString("base64")}`;
    return request.headers.get("authorization") === proof || form.get("client_id") === grant.clientId;
  }
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}
