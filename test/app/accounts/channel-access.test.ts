import { describe, expect, it } from "vitest";
import { type ChannelAccess, channelOpener } from "#lib/app/accounts/channel-access.ts";
import { reconnectChannel } from "#lib/app/accounts/reconnect-channel.ts";
import { ContentRejectedError, NotSentError, OutcomeUnknownError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { HttpResponse } from "#lib/networks/http.ts";
import type { CommitOutcome, NetworkContext } from "#lib/networks/network.ts";
import { accountsBench, channel } from "#test/support/accounts-bench.ts";

/** A network that takes one token and refuses all others. */
function takes(good: string) {
  const shown: string[] = [];
  return {
    shown,
    read: async ({ credentials }: NetworkContext) => {
      shown.push(credentials.accessToken);
      if (credentials.accessToken !== good) throw new TokenRejectedError("expired");
      return "numbers";
    },
    commit: async ({ credentials }: NetworkContext): Promise<CommitOutcome> => {
      shown.push(credentials.accessToken);
      if (credentials.accessToken === good) return { outcome: "accepted", remoteId: "1" };
      return { outcome: "notAccepted", because: "token", reason: "expired" };
    },
  };
}

const always = () => true;

describe("a token that the network refuses", () => {
  it("is refreshed, stored, and the call made again at once", async () => {
    const bench = accountsBench();
    const network = takes("t2");
    const access = await bench.open();

    expect(await bench.clock.run(access.read(network.read))).toBe("numbers");
    expect(network.shown).toEqual(["t1", "t2"]);
    expect(bench.vault.stored.at(-1)).toMatchObject({ accessToken: "t2", refreshToken: "r2", version: 2 });
    expect(bench.told()).toEqual([]);
  });

  it("is refreshed once for two workers who meet it at the same moment (TryPost #171)", async () => {
    const bench = accountsBench();
    const network = takes("t2");
    const workers: ChannelAccess[] = [await bench.open(), await bench.open(), await bench.open()];

    const results = await bench.clock.run(Promise.all(workers.map((worker) => worker.commit(network.commit, always))));

    expect(results.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "accepted"]);
    expect(bench.refreshes).toEqual(["r1"]);
  });

  it("is refreshed once for all publications of a message", async () => {
    const bench = accountsBench();
    const network = takes("t2");
    const access = await bench.open();

    await bench.clock.run(Promise.all(Array.from({ length: 100 }, () => access.commit(network.commit, always))));

    expect(bench.refreshes).toEqual(["r1"]);
  });

  it("is replaced without a refresh where somebody has stored a newer one", async () => {
    const bench = accountsBench();
    const access = await bench.open();
    bench.vault.stored.push({ accessToken: "t9", refreshToken: "r9", version: 2 });

    expect(await bench.clock.run(access.read(takes("t9").read))).toBe("numbers");
    expect(bench.refreshes).toEqual([]);
  });

  it("is refreshed where the newer one that somebody stored has run out as well", async () => {
    const bench = accountsBench();
    const network = takes("t2");
    const access = await bench.open();
    bench.vault.stored.push({ accessToken: "stale", refreshToken: "r9", version: 2 });

    expect(await bench.clock.run(access.commit(network.commit, always))).toMatchObject({ outcome: "accepted" });
    expect(network.shown).toEqual(["t1", "stale", "t2"]);
    expect(bench.states.parked).toBeUndefined();
  });

  it("keeps its refresh token when the answer brings none (Postiz #1884)", async () => {
    const bench = accountsBench();
    bench.script.refresh = async () => ({ accessToken: "t2" });
    const access = await bench.open();

    await bench.clock.run(access.read(takes("t2").read));

    expect(bench.vault.stored.at(-1)).toMatchObject({ accessToken: "t2", refreshToken: "r1" });
  });

  it("is used only once it is stored", async () => {
    const bench = accountsBench();
    let failures = 2;
    bench.vault.beforeStore = () => {
      if (failures-- > 0) throw new Error("the vault is away");
    };
    const network = takes("t2");
    const access = await bench.open();

    await bench.clock.run(access.read(network.read));

    expect(network.shown).toEqual(["t1", "t2"]);
    expect(bench.vault.stored).toHaveLength(2);
    expect(bench.refreshes).toEqual(["r1"]);
  });

  it("does not have a commit repeated where there is no time for it", async () => {
    const bench = accountsBench();
    const network = takes("t2");
    const access = await bench.open();

    const outcome = await bench.clock.run(access.commit(network.commit, () => false));

    expect(outcome).toMatchObject({ outcome: "notAccepted", because: "token" });
    expect(network.shown).toEqual(["t1"]);
    expect(bench.vault.stored.at(-1)?.accessToken).toBe("t2");
  });

  it.each<CommitOutcome>([
    { outcome: "ambiguous", reason: "490 in an id" },
    { outcome: "rejected", reason: "too long" },
    { outcome: "notAccepted", because: "permission", reason: "no" },
    { outcome: "notAccepted", because: "rate-limited", reason: "slow down" },
  ])("is nobody's guess: no commit is repeated after $outcome $because", async (answer) => {
    const bench = accountsBench();
    let count = 0;
    const access = await bench.open();

    const outcome = await access.commit(async () => {
      count += 1;
      return answer;
    }, always);

    expect([outcome, count, bench.refreshes]).toEqual([answer, 1, []]);
  });
});

describe("a token that runs out soon", () => {
  it("is refreshed before it is used", async () => {
    const bench = accountsBench();
    const expiresAt = new Date(bench.clock.now().getTime() + 4 * 60_000);
    bench.vault.stored.push({ accessToken: "t1", refreshToken: "r1", expiresAt, version: 2 });
    const network = takes("t2");

    const access = await bench.open();
    await bench.clock.run(access.read(network.read));

    expect(network.shown).toEqual(["t2"]);
  });

  it("is used as it is when it cannot be refreshed now", async () => {
    const bench = accountsBench();
    const expiresAt = new Date(bench.clock.now().getTime() + 4 * 60_000);
    bench.vault.stored.push({ accessToken: "t1", refreshToken: "r1", expiresAt, version: 2 });
    bench.script.refresh = () => Promise.reject(new NotSentError("no connection"));
    const network = takes("t1");

    const access = await bench.open();
    await bench.clock.run(access.read(network.read));

    expect(network.shown).toEqual(["t1"]);
    expect(bench.states.parked).toBeUndefined();
  });
});

describe("a refresh", () => {
  it("that was provably not carried out is tried again by the next who needs it", async () => {
    const bench = accountsBench();
    bench.script.refresh = () => Promise.reject(new NotSentError("no connection"));
    const access = await bench.open();
    await expect(bench.clock.run(access.read(takes("t2").read))).rejects.toThrow(TokenRejectedError);

    bench.script.refresh = async () => ({ accessToken: "t2" });
    expect(await bench.clock.run((await bench.open()).read(takes("t2").read))).toBe("numbers");
    expect(bench.states.parked).toBeUndefined();
  });

  it("without a clear answer is not tried again while its worker may live: the refresh token may be used up", async () => {
    const bench = accountsBench();
    bench.script.refresh = () => Promise.reject(new OutcomeUnknownError("timeout"));
    const network = takes("t2");
    await expect(bench.clock.run((await bench.open()).read(network.read))).rejects.toThrow(TokenRejectedError);
    await expect(bench.clock.run((await bench.open()).read(network.read))).rejects.toThrow(TokenRejectedError);
    expect(bench.refreshes).toEqual(["r1"]);

    bench.clock.advance(2 * 60_000);
    bench.script.refresh = async () => ({ accessToken: "t2" });
    expect(await bench.clock.run((await bench.open()).read(network.read))).toBe("numbers");
    expect(bench.refreshes).toEqual(["r1", "r1"]);
  });

  it("uses no refresh token that the vault shows although its successor was stored", async () => {
    const bench = accountsBench();
    bench.states.knownVersion = 2;

    const access = await bench.open();

    await expect(bench.clock.run(access.read(takes("t2").read))).rejects.toThrow(TokenRejectedError);
    expect(bench.refreshes).toEqual([]);
    expect(bench.states.parked).toBeUndefined();
  });
});

describe("a channel whose token nothing helps", () => {
  const refused = () => Promise.reject(new TokenRejectedError("the grant was revoked"));

  it("is parked, and a person is told once, however many workers are refused", async () => {
    const bench = accountsBench();
    bench.script.refresh = refused;
    const network = takes("none");
    const workers = [await bench.open(), await bench.open(), await bench.open()];

    const work = workers.map((worker) => worker.commit(network.commit, always));
    await bench.clock.run(Promise.all(work));

    expect(bench.states.parked).toMatchObject({ reason: expect.stringContaining("the grant was revoked") });
    expect(bench.told()).toEqual(["ChannelNeedsReconnecting"]);
    await expect(bench.open()).rejects.toThrow("antenne channels reconnect facebook/acme");
    expect(bench.told()).toEqual(["ChannelNeedsReconnecting"]);
  });

  it("is told of by somebody else when the worker that parked it died before it could", async () => {
    const bench = accountsBench();
    bench.states.parked = { since: bench.clock.now(), reason: "expired", tokenVersion: 1 };

    await expect(bench.open()).rejects.toThrow("expired");
    expect(bench.told()).toEqual([]);
    bench.clock.advance(61_000);
    await expect(bench.open()).rejects.toThrow("expired");
    await expect(bench.open()).rejects.toThrow("expired");

    expect(bench.told()).toEqual(["ChannelNeedsReconnecting"]);
  });

  it("is parked without a refresh where there is none, but not before the token was refused twice", async () => {
    const bench = accountsBench();
    bench.script.refresh = undefined;
    let refusals = 1;
    const moody = async () => {
      if (refusals-- > 0) throw new TokenRejectedError("for a moment");
      return "numbers";
    };
    expect(await bench.clock.run((await bench.open()).read(moody))).toBe("numbers");
    expect(bench.states.parked).toBeUndefined();

    refusals = 2;
    await expect(bench.clock.run((await bench.open()).read(moody))).rejects.toThrow("for a moment");
    expect(bench.told()).toEqual(["ChannelNeedsReconnecting"]);
  });

  it("is not parked for want of a permission, which concerns one kind of call", async () => {
    const bench = accountsBench();
    const access = await bench.open();
    const call = () => Promise.reject(new TokenRejectedError("no insights", { lacks: "permission" }));

    await expect(bench.clock.run(access.read(call))).rejects.toThrow("no insights");

    expect([bench.refreshes, bench.states.parked]).toEqual([[], undefined]);
  });

  it("goes on when a person has stored a new token", async () => {
    const bench = accountsBench();
    bench.script.refresh = refused;
    await bench.clock.run((await bench.open()).commit(takes("none").commit, always));

    await bench.clock.run(reconnectChannel(channel, { accessToken: "t7", refreshToken: "r7" }, bench.services));

    expect(await bench.clock.run((await bench.open()).read(takes("t7").read))).toBe("numbers");
    expect(bench.told()).toEqual(["ChannelNeedsReconnecting", "ChannelReconnected"]);
  });

  it("goes on as well when the token was put into the vault by hand", async () => {
    const bench = accountsBench();
    bench.states.parked = { since: bench.clock.now(), reason: "expired", tokenVersion: 1, toldAt: bench.clock.now() };
    bench.vault.stored.push({ accessToken: "t7", version: 2 });

    await bench.open();

    expect(bench.states.parked).toBeUndefined();
    expect(bench.told()).toEqual(["ChannelReconnected"]);
  });

  it("is not parked by a worker that was refused with the token before", async () => {
    const bench = accountsBench();
    bench.script.refresh = undefined;
    const late = await bench.open();
    const slow = async () => {
      await reconnectChannel(channel, { accessToken: "t7" }, bench.services);
      throw new TokenRejectedError("expired");
    };

    await expect(bench.clock.run(late.read(slow))).rejects.toThrow("expired");

    expect(bench.states.parked).toBeUndefined();
  });
});

describe("storing a new token by hand", () => {
  it("waits for a refresh that is under way, so that its outcome is not what stays", async () => {
    const bench = accountsBench();
    bench.script.refresh = async () => {
      await bench.clock.sleep(3_000);
      return { accessToken: "t2", refreshToken: "r2" };
    };
    const access = await bench.open();

    await bench.clock.run(
      Promise.all([
        access.read(takes("t2").read),
        bench.clock.sleep(500).then(() => reconnectChannel(channel, { accessToken: "t7" }, bench.services)),
      ]),
    );

    expect(bench.vault.stored.map(({ accessToken }) => accessToken)).toEqual(["t1", "t2", "t7"]);
  });
});

describe("what the network calls its answer", () => {
  const response = { status: 400, headers: new Headers({ "x-trace": "AyZ1" }), text: "" };
  const ask = (context: NetworkContext) => context.http({ method: "GET", url: new URL("https://network.example/") });

  async function opened() {
    const bench = accountsBench();
    const findNetwork = (name: string) => {
      const network = bench.services.findNetwork(name);
      return network && { ...network, traceOf: ({ headers }: HttpResponse) => headers.get("x-trace") ?? undefined };
    };
    const services = { ...bench.services, findNetwork, http: async () => response };
    return { bench, access: await bench.clock.run(channelOpener(services)(channel)) };
  }

  it("goes with the outcome of a commit", async () => {
    const { bench, access } = await opened();

    const outcome = await bench.clock.run(
      access.commit(async (context) => {
        await ask(context);
        return { outcome: "rejected", reason: "too long" };
      }, always),
    );

    expect(outcome).toEqual({ outcome: "rejected", reason: "too long", traceId: "AyZ1" });
  });

  it("goes with the error of any other call", async () => {
    const { bench, access } = await opened();

    const staging = access.read(async (context) => {
      await ask(context);
      throw new ContentRejectedError("too long");
    });

    await expect(bench.clock.run(staging)).rejects.toMatchObject({ message: "too long", traceId: "AyZ1" });
  });
});
