import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import { SIMULATORS } from "#local/networks/simulated-networks.ts";
import { antenne } from "../cli/running-antenne.ts";
import { dueSoon } from "./due-soon.ts";
import { RunningSession } from "./running-session.ts";

const running = new RunningSession();
const X = "x/lumiere";

/** Access tokens of X live so long here. */
const LIFETIME_MS = 12_000;

/** Nobody waits two hours for a test. */
const simulators = {
  ...SIMULATORS,
  x: (options: Parameters<typeof createXSimulator>[0]) => createXSimulator(options, { tokenLifetimeMs: LIFETIME_MS }),
};

const post = (id: string, dueIn: number) => ({ id, dueIn, channels: "x", text: `Fournée ${id}` });
const told = (type: string) => running.told<{ rowId?: string; channelId?: string; latenessMs?: number }>(type);
const shown = () => running.network("x").truth.posts.map(({ text }) => text);

beforeAll(async () => {
  await running.start({ simulators });
}, 120_000);
afterAll(() => running.remove());

describe("a token that runs out in the middle of the day", () => {
  it("is refreshed, stored, and the posts go out on time", async () => {
    const before = await storedToken();
    await running.upload("tokens.csv", dueSoon(post("a", 10), post("b", 32), post("c", 32)));
    await running.hears("PublicationPublished", 3);

    const after = await storedToken();
    expect(shown().toSorted()).toEqual(["Fournée a", "Fournée b", "Fournée c"]);
    // The first one warms up the laptop.
    const late = told("PublicationPublished").filter(
      ({ rowId, latenessMs = 0 }) => rowId !== "a" && latenessMs > 5_000,
    );
    expect(late).toEqual([]);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(told("ChannelNeedsReconnecting")).toEqual([]);
  }, 90_000);
});

describe("a grant that is gone", () => {
  it("parks the channel, tells a person once, and lets nothing of it out", async () => {
    await loseGrant();
    await running.upload("parked.csv", dueSoon(post("d", 12), post("e", 12), post("f", 14)));
    await running.hears("ChannelNeedsReconnecting", 1);
    await running.hears("PublicationDelayed", 3);

    const listed = await onLaptop(["channels", "list"]);
    expect(listed.stdout).toMatch(/x\/lumiere.*needs reconnecting since/);
    expect(listed.stdout).toContain("antenne channels reconnect x/lumiere");
    expect(told("ChannelNeedsReconnecting")).toMatchObject([{ channelId: X }]);
    expect(shown()).toHaveLength(3);
  }, 90_000);

  it("goes on when a person pipes the network's new answer in", async () => {
    const answer = await consentAgain();

    const { exitCode, stdout } = await onLaptop(["channels", "reconnect", X], answer);

    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("has a new token")]);
    await vi.waitFor(allOut, { timeout: 100_000, interval: 3_000 });
    expect(told("ChannelNeedsReconnecting")).toHaveLength(1);
    expect(told("ChannelReconnected")).toMatchObject([{ channelId: X }]);
    expect(new Set(shown()).size).toBe(shown().length);
  }, 120_000);

  it("leaves no token in what was logged or told", async () => {
    const { accessToken, refreshToken } = await storedToken();
    const written = [...running.log, ...running.events.map((event) => JSON.stringify(event))].join("\n");

    expect([accessToken, refreshToken, ...issued].filter((secret) => written.includes(secret))).toEqual([]);
  });
});

const issued: string[] = [];

/** A tick comes every minute; here they come more often. */
async function allOut(): Promise<void> {
  await running.session.runFunction("publishing/dispatch-due");
  expect(shown()).toHaveLength(6);
}

async function storedToken(): Promise<{ accessToken: string; refreshToken: string; version: number }> {
  const { laptop, output } = running.session;
  const Name = `${output("ParameterPrefix")}/channels/${X}`;
  const credentials = { accessKeyId: "laptop", secretAccessKey: "laptop" };
  const client = new SSMClient({ endpoint: laptop.endpoint, region: "eu-west-3", credentials });
  const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
  return { ...JSON.parse(Parameter?.Value ?? "{}"), version: Parameter?.Version ?? 0 };
}

/** Somebody uses a refresh token again: X takes the whole grant away. */
async function loseGrant(): Promise<void> {
  const first = running.session.company.channels.find(({ channel }) => channel.channelId === X)?.simulated.grant;
  await askX({ grant_type: "refresh_token", refresh_token: first?.refreshToken ?? "" });
}

/** As a browser brings it back, once a person has said yes at X. */
async function consentAgain(): Promise<string> {
  const answer = await askX({ grant_type: "authorization_code", code: "from-the-browser" });
  const { access_token, refresh_token } = JSON.parse(answer);
  issued.push(access_token, refresh_token);
  return answer;
}

async function askX(form: Readonly<Record<string, string>>): Promise<string> {
  const { company, networks } = running.session;
  const grant = company.channels.find(({ channel }) => channel.channelId === X)?.simulated.grant;
  const authorization = `Basic ${btoa(`${grant?.clientId}:${grant?.clientSecret}`)}`;
  const url = new URL("/2/oauth2/token", networks.origins["https://api.x.com"]);
  const body = new URLSearchParams(form);
  return await (await fetch(url, { method: "POST", headers: { authorization }, body })).text();
}

function onLaptop(args: readonly string[], input?: string) {
  return antenne(["--data", running.dataFolder, ...args], {}, input);
}
