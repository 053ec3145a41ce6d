import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { TokenVault } from "#lib/aws/token-vault.ts";

const channel = { channelId: "x/acme", network: "x", name: "acme", remoteId: "1" };
const ssm = mockClient(SSMClient);
/** What is stored, as SSM would keep it. */
const parameters = new Map<string, { readonly Value: string; readonly Version: number }>();
let now = new Date("2026-11-24T09:00:00.000Z");

const put = (name: string, value: object) =>
  parameters.set(`/antenne/dev/${name}`, {
    Value: JSON.stringify(value),
    Version: (parameters.get(`/antenne/dev/${name}`)?.Version ?? 0) + 1,
  });
const shown = (name: string): unknown => JSON.parse(parameters.get(`/antenne/dev/${name}`)?.Value ?? "null");
const vaultOf = () => new TokenVault(new SSMClient({}), "/antenne/dev", () => now);

beforeEach(() => {
  now = new Date("2026-11-24T09:00:00.000Z");
  parameters.clear();
  ssm.reset();
  ssm.on(GetParameterCommand).callsFake(({ Name }) => {
    const Parameter = parameters.get(Name);
    if (!Parameter) throw new ParameterNotFound({ message: "none", $metadata: {} });
    return { Parameter };
  });
  ssm.on(PutParameterCommand).callsFake(({ Name, Value }) => {
    put(Name.replace("/antenne/dev/", ""), JSON.parse(Value));
    return { Version: parameters.get(Name)?.Version };
  });
});

describe("the token vault", () => {
  it("gives what was stored before there was any refreshing", async () => {
    put("channels/x/acme", { accessToken: "t1" });

    expect(await vaultOf().credentials(channel)).toMatchObject({ accessToken: "t1", version: 1 });
  });

  it("gives all that a refresh takes", async () => {
    put("channels/x/acme", {
      accessToken: "t1",
      refreshToken: "r1",
      expiresAt: "2026-11-24T11:00:00.000Z",
      scopes: ["a"],
    });
    put("networks/x", { appSecrets: ["s1"], clientId: "c1", clientSecret: "cs1" });

    expect(await vaultOf().credentials(channel)).toEqual({
      accessToken: "t1",
      refreshToken: "r1",
      expiresAt: new Date("2026-11-24T11:00:00.000Z"),
      scopes: ["a"],
      appSecret: "s1",
      client: { id: "c1", secret: "cs1" },
      version: 1,
    });
  });

  it("shows a token that it has stored at once, and the one of others when it is asked freshly", async () => {
    put("channels/x/acme", { accessToken: "t1", refreshToken: "r1" });
    const [vault, other] = [vaultOf(), vaultOf()];
    await other.credentials(channel);

    expect(await vault.store("x/acme", { accessToken: "t2", refreshToken: "r2" })).toBe(2);

    expect(await vault.credentials(channel)).toMatchObject({ accessToken: "t2", version: 2 });
    expect(await other.credentials(channel)).toMatchObject({ accessToken: "t1" });
    expect(await other.credentials(channel, { fresh: true })).toMatchObject({ accessToken: "t2", version: 2 });
  });

  it("keeps the refresh token and the scopes when a new token brings none, but not its end (Postiz #1884)", async () => {
    put("channels/x/acme", {
      accessToken: "t1",
      refreshToken: "r1",
      expiresAt: "2026-11-24T11:00:00.000Z",
      scopes: ["a"],
    });

    await vaultOf().store("x/acme", { accessToken: "t2" });

    expect(shown("channels/x/acme")).toEqual({ accessToken: "t2", refreshToken: "r1", scopes: ["a"] });
  });

  it("stores encrypted, and tells nothing of a parameter that it cannot read", async () => {
    put("channels/x/acme", { accessToken: 42, refreshToken: "canary-refresh-token" });

    await expect(vaultOf().credentials(channel)).rejects.toThrow(/^the parameter [^:]*channels\/x\/acme does not hold/);
    await expect(vaultOf().credentials(channel)).rejects.not.toThrow(/canary/);

    put("channels/x/acme", { accessToken: "t1" });
    await vaultOf().store("x/acme", { accessToken: "t2" });
    expect(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input).toMatchObject({
      Type: "SecureString",
      Overwrite: true,
    });
  });
});
