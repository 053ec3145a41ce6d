import { describe, expect, it } from "vitest";
import { NetworkError, OutcomeUnknownError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { HttpResponse } from "#lib/networks/http.ts";
import type { Credentials } from "#lib/networks/network.ts";
import { networks } from "#lib/networks/registry.ts";
import { startNetwork } from "#test/support/network-world.ts";
import { type SimulatedNetwork, simulatedNetworks } from "#test/support/simulated-networks.ts";

const refreshing = simulatedNetworks.filter(({ network }) => network.auth);

const grant = { refreshToken: "canary-refresh-token", clientId: "canary-client", clientSecret: "canary-client-secret" };
const HOURS_MS = 60 * 60_000;

/** A channel whose token was granted just now, and the way to speak with any other token. */
function start(simulated: SimulatedNetwork) {
  const world = startNetwork(simulated, grant);
  const { auth, access } = simulated.network;
  if (!auth || !access) throw new Error(`${simulated.name} refreshes nothing, or does not say whether a token is good`);
  const credentials: Credentials = {
    ...world.context.credentials,
    refreshToken: grant.refreshToken,
    client: { id: grant.clientId, secret: grant.clientSecret },
  };
  const refresh = (from = credentials) => auth.refresh(from, world.context);
  const isTaken = async (accessToken: string) =>
    await access.examine({ ...world.context, credentials: { ...credentials, accessToken } }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof TokenRejectedError) return false;
        throw error;
      },
    );
  return { world, auth, credentials, refresh, isTaken };
}

it("is promised by a network of the registry at least", () => {
  expect(networks.filter(({ auth }) => auth).map(({ name }) => name)).toContain("x");
});

describe.each(refreshing)("refreshing tokens of $name", (simulated) => {
  it("gives a token that the network takes when the old one has run out", async () => {
    const { world, credentials, refresh, isTaken } = start(simulated);
    expect(await isTaken(credentials.accessToken)).toBe(true);
    world.advance(24 * HOURS_MS);
    expect(await isTaken(credentials.accessToken)).toBe(false);

    const { accessToken, expiresAt } = await refresh();

    expect(await isTaken(accessToken)).toBe(true);
    if (expiresAt) expect(expiresAt.getTime()).toBeGreaterThan(world.now().getTime());
  });

  it("gives what the next refresh takes", async () => {
    const { world, credentials, refresh, isTaken } = start(simulated);
    const { refreshToken = credentials.refreshToken } = await refresh();
    world.advance(24 * HOURS_MS);

    const { accessToken } = await refresh({ ...credentials, refreshToken });

    expect(await isTaken(accessToken)).toBe(true);
  });

  it("is refused for good with a refresh token that is not good, or no app of ours", async () => {
    const { credentials, refresh } = start(simulated);
    const stranger = { ...credentials, client: { id: "somebody", secret: "else" } };

    await expect(refresh({ ...credentials, refreshToken: "made-up" })).rejects.toThrow(TokenRejectedError);
    await expect(refresh(stranger)).rejects.toThrow(TokenRejectedError);
  });

  it("says beforehand what it cannot do without", () => {
    const { auth, credentials } = start(simulated);

    expect(auth.canRefresh(credentials)).toBe(true);
    expect(auth.canRefresh({ accessToken: "t" })).toBe(false);
    expect(auth.canRefresh({ ...credentials, client: undefined })).toBe(false);
  });

  it.each<[string, Partial<HttpResponse>, string]>([
    ["a 500", { status: 500, text: "oops" }, "reconcile"],
    ["a refusal in nobody's words", { status: 400, text: "<html>" }, "reconcile"],
    ["a success without a token", { status: 200, text: "{}" }, "reconcile"],
    ["a 429", { status: 429, text: "" }, "later"],
  ])("knows what %s proves", async (_, response, retry) => {
    const { auth, credentials, world } = start(simulated);
    const http = async () => ({ status: 0, headers: new Headers(), text: "", ...response });

    const error = await auth.refresh(credentials, { ...world.context, http }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(NetworkError);
    expect(error).not.toBeInstanceOf(TokenRejectedError);
    expect(error).toMatchObject({ retry });
  });

  it("does not swallow that nobody knows", async () => {
    const { auth, credentials, world } = start(simulated);
    const http = () => Promise.reject(new OutcomeUnknownError("timeout"));

    await expect(auth.refresh(credentials, { ...world.context, http })).rejects.toThrow(OutcomeUnknownError);
  });

  it("tells no secret when it fails", async () => {
    const { auth, credentials, world, refresh } = start(simulated);
    const echo = async () => ({
      status: 400,
      headers: new Headers(),
      text: JSON.stringify({ error: grant.refreshToken }),
    });
    const failures = await Promise.all([
      refresh({ ...credentials, refreshToken: `${grant.refreshToken}-old` }).catch(String),
      auth.refresh(credentials, { ...world.context, http: echo }).catch(String),
    ]);

    expect(failures.join("\n")).not.toMatch(/canary|must-not-leak/);
  });
});

describe("X", () => {
  const [simulated] = refreshing.filter(({ name }) => name === "x");
  if (!simulated) throw new Error("X refreshes tokens");

  it("takes the whole grant away from who uses a refresh token twice", async () => {
    const { refresh, isTaken } = start(simulated);
    const { accessToken, refreshToken } = await refresh();

    await expect(refresh()).rejects.toThrow(TokenRejectedError);

    expect(await isTaken(accessToken)).toBe(false);
    await expect(refresh({ ...start(simulated).credentials, refreshToken })).rejects.toThrow(TokenRejectedError);
  });
});
