import { describe, expect, it } from "vitest";
import { CredentialsMissingError } from "#lib/app/accounts/ports.ts";
import { Budgets } from "#lib/app/accounts/rates/budgets.ts";
import type { DomainEvent } from "#lib/app/events.ts";
import { checkAhead } from "#lib/app/publishing/check-ahead.ts";
import type { CheckAheadServices } from "#lib/app/publishing/check-ahead-services.ts";
import type { CopyOrder } from "#lib/app/publishing/media/adapted-copy.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { PublicationAtRisk } from "#lib/domain/publishing/events.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { approve } from "#lib/domain/publishing/transitions/approving.ts";
import { NotSentError, TokenRejectedError } from "#lib/networks/errors.ts";
import type { AccessState, Exchange, NetworkContext } from "#lib/networks/network.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { bareAccess } from "#test/support/bare-access.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import { InMemoryPublications } from "#test/support/in-memory-publications.ts";
import { ScriptedNetwork } from "#test/support/scripted-network.ts";
import { VirtualClock } from "#test/support/virtual-clock.ts";

const channel = { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "100" };
const facts = { kind: "image", contentType: "image/jpeg", width: 640, height: 480 } as const;
const there: MediaLookup = { found: true, sizeBytes: 7, probe: { isReadable: true, facts } };
const draft = { text: "Hello", media: [{ name: "a.jpg", sizeBytes: 7, ...facts }] };
const job = { channelId: channel.channelId, publications: [{ publicationId: "p1", revision: 1 }] };

const noHttp = () => Promise.reject(new Error("the scripted network needs no HTTP"));

/** One post, due in an hour, and everything that may be wrong around it. */
async function bench(around: Partial<CheckAheadServices> = {}, changed: Partial<Publication> = {}) {
  const publications = new InMemoryPublications();
  const network = new ScriptedNetwork();
  const events: DomainEvent[] = [];
  const files: Record<string, MediaLookup> = { "a.jpg": there };
  const looked: string[] = [];
  const ordered: CopyOrder[] = [];
  const access: { state: AccessState | Error; askedCount: number } = { state: { missingScopes: [] }, askedCount: 0 };
  const examine = async () => {
    access.askedCount += 1;
    if (access.state instanceof Error) throw access.state;
    return access.state;
  };
  let ids = 0;
  const clock = new VirtualClock("2026-11-24T08:00:00.000Z");
  const log = { info: () => {}, warn: () => {} };
  const services: CheckAheadServices = {
    clock,
    newId: () => `c${++ids}`,
    publications,
    channels: { list: async () => [channel] },
    conditions: { read: async () => ({ stops: [] }) },
    openChannel: async (opened) =>
      bareAccess({ channel: opened, credentials: { accessToken: "t" }, http: noHttp, now: () => new Date(0) }),
    http: noHttp,
    budgets: new Budgets({ store: new InMemoryBudgets(), clock, log }),
    findNetwork: () => ({ ...network.network, access: { examine } }),
    media: {
      lookUp: async (name) => {
        looked.push(name);
        return files[name] ?? { found: false };
      },
    },
    copies: { order: async (copy) => void ordered.push(copy) },
    events: { publish: async (batch) => void events.push(...batch) },
    log,
    ...around,
  };
  await publications.add([aPublication({ draft, ...changed })]);
  const before = publications.writeCount;
  return {
    publications,
    network,
    events,
    files,
    looked,
    ordered,
    access,
    services,
    writes: () => publications.writeCount - before,
    reasons: () => publications.one("p1").risks?.map(({ kind, reason }) => `${kind}: ${reason}`),
    check: (isRepeated = false) => checkAhead(job, services, isRepeated),
  };
}

describe("a check ahead of time", () => {
  it("writes and tells nothing when all is well", async () => {
    const { check, writes, events } = await bench();
    await check();

    expect(writes()).toBe(0);
    expect(events).toEqual([]);
  });

  it("tells once, and keeps with the post, that a file is gone", async () => {
    const { check, files, events, reasons, writes, publications } = await bench();
    delete files["a.jpg"];
    await check();
    await check();

    expect(reasons()).toEqual(["media: the file a.jpg is not in the media bucket"]);
    expect(events.map(({ type }) => type)).toEqual(["PublicationAtRisk"]);
    expect(PublicationAtRisk.parse(events[0]?.detail)).toMatchObject({ publicationId: "p1", kind: "media" });
    expect(writes()).toBe(1);
    expect(publications.one("p1")).toMatchObject({ state: "planned", nextStepAt: new Date("2026-11-24T09:00:00Z") });
  });

  it("tells that nobody has approved it, until somebody has", async () => {
    const { check, reasons, events, publications } = await bench({}, { needsApproval: true });
    await check();

    expect(reasons()).toEqual(["approval: nobody has approved it"]);
    expect(PublicationAtRisk.parse(events[0]?.detail)).toMatchObject({ publicationId: "p1", kind: "approval" });

    const stamp = { now: new Date("2026-11-24T08:10:00Z"), claimId: "a1", by: "Anna" };
    await publications.apply(publications.one("p1"), approve(publications.one("p1"), stamp));
    expect(reasons()).toEqual([]);
    await check();
    expect(events).toHaveLength(1);
  });

  it("tells what is new, and takes back in silence what is well again", async () => {
    const { check, files, events, network, reasons, publications } = await bench();
    delete files["a.jpg"];
    await check();
    files["a.jpg"] = there;
    network.problems.push({ column: "media", problem: "a.jpg is too large", remedy: "make it smaller" });
    await check();
    expect(reasons()).toEqual(["content: a.jpg is too large: make it smaller"]);

    network.problems.length = 0;
    await check();
    expect(reasons()).toBeUndefined();
    expect(events.map(({ detail }) => detail.kind)).toEqual(["media", "content"]);
    expect(publications.one("p1").history.map(({ what }) => what)).toEqual(["at risk", "at risk", "no longer at risk"]);
  });

  it("judges a file as it is now: one that came late, and one that was replaced", async () => {
    const { check, services, files, looked, reasons } = await bench();
    const judged: unknown[] = [];
    const { publishing, ...rest } = services.findNetwork("facebook") ?? {};
    const spy = (each: unknown) => {
      judged.push(each);
      return [];
    };
    Object.assign(services, { findNetwork: () => ({ ...rest, publishing: { ...publishing, check: spy } }) });
    files["a.jpg"] = { found: true, sizeBytes: 9, probe: { isReadable: true, facts: { ...facts, width: 20 } } };
    await check();

    expect(looked).toEqual(["a.jpg"]);
    expect(judged).toEqual([{ ...draft, media: [{ name: "a.jpg", sizeBytes: 9, ...facts, width: 20 }] }]);
    expect(reasons()).toBeUndefined();
  });

  it("orders a copy of an image that came late, and finds nothing wrong with it", async () => {
    const late = { ...draft, media: [{ ...draft.media[0], name: "a.jpg", sizeBytes: 0, isAwaited: true } as const] };
    const { check, files, ordered, reasons, network } = await bench({}, { draft: late as Draft });
    Object.assign(network.network.limits, { imageTypes: ["image/jpeg"], imageBytes: 5_000 });
    files["a.jpg"] = { found: true, sizeBytes: 9_000, probe: { isReadable: true, facts } };
    await check();

    expect(ordered).toEqual([
      {
        name: "a.jpg",
        sizeBytes: 9_000,
        recipe: expect.objectContaining({ width: 640, height: 480, mostBytes: 5_000 }),
      },
    ]);
    expect(reasons()).toBeUndefined();
  });

  it.each<[string, Partial<CheckAheadServices>, string]>([
    [
      "that has no token",
      { openChannel: async () => Promise.reject(new CredentialsMissingError("facebook/acme")) },
      "token: no access token is stored for the channel facebook/acme",
    ],
    [
      "that is gone",
      { channels: { list: async () => [] } },
      "channel: the channel facebook/acme is not configured any more",
    ],
    [
      "that somebody has stopped",
      { conditions: { read: async () => ({ stops: [{ by: "zoe", why: "storm", since: new Date(0) }] }) } },
      "channel: publishing is stopped by zoe: storm",
    ],
  ])("tells of a channel %s", async (_, around, reason) => {
    const { check, reasons } = await bench(around);
    await check();

    expect(reasons()).toEqual([reason]);
  });

  it.each<[string, AccessState | Error, string[] | undefined]>([
    [
      "is refused",
      new TokenRejectedError("Graph 190: expired"),
      ["token: facebook/acme needs reconnecting: Graph 190: expired"],
    ],
    [
      "ends before the post is due",
      { missingScopes: [], expiresAt: new Date("2026-11-24T08:59:00Z") },
      ["token: the token of facebook/acme expires on 2026-11-24T08:59:00.000Z"],
    ],
    ["ends later", { missingScopes: [], expiresAt: new Date("2026-11-24T09:01:00Z") }, undefined],
    [
      "lacks a permission",
      { missingScopes: ["pages_manage_posts"] },
      ["token: the token of facebook/acme lacks the permission pages_manage_posts"],
    ],
    ["cannot be examined now", new NotSentError("DNS"), undefined],
  ])("says of a token that %s", async (_, state, wanted) => {
    const { check, access, reasons } = await bench();
    access.state = state;
    await check();

    expect(reasons()).toEqual(wanted);
  });

  it("tells that nobody has approved a post that needs it, until somebody has", async () => {
    const { publications, services } = await bench();
    await publications.add([
      aPublication({ publicationId: "p2", needsApproval: true }),
      aPublication({ publicationId: "p3", needsApproval: true, approvedRevision: 1 }),
    ]);
    const ids = ["p2", "p3"].map((publicationId) => ({ publicationId, revision: 1 }));
    await checkAhead({ ...job, publications: ids }, services, false);

    expect(publications.one("p2").risks).toEqual([{ kind: "approval", reason: "nobody has approved it" }]);
    expect(publications.one("p3").risks).toBeUndefined();
  });

  it("asks once for a token, and once for a file, for all posts of a job", async () => {
    const { publications, services, access, looked } = await bench();
    await publications.add([aPublication({ publicationId: "p2", draft })]);
    const ids = ["p1", "p2"].map((publicationId) => ({ publicationId, revision: 1 }));
    await checkAhead({ ...job, publications: ids }, services, false);

    expect(access.askedCount).toBe(1);
    expect(looked).toEqual(["a.jpg"]);
  });

  it("leaves alone what was edited, is being sent or is over", async () => {
    const { publications, services, looked, writes } = await bench();
    await publications.add([
      aPublication({ publicationId: "edited", revision: 2, draft }),
      aPublication({ publicationId: "sent", state: "sending", draft }),
      aPublication({ publicationId: "over", state: "published", draft }),
    ]);
    const before = writes();
    const ids = ["edited", "sent", "over"].map((publicationId) => ({ publicationId, revision: 1 }));
    await checkAhead({ ...job, publications: ids }, services, false);

    expect(looked).toEqual([]);
    expect(writes()).toBe(before);
  });

  it("is done again when somebody wrote to the post meanwhile", async () => {
    const { check, files, publications, events } = await bench();
    delete files["a.jpg"];
    const [read] = await publications.getMany(["p1"]);
    publications.getMany = async () => (read ? [{ ...read, claimId: "of-before" }] : []);

    await expect(check()).rejects.toThrow("p1 was written to");
    expect(events).toEqual([]);
  });

  it("tells once more what a worker kept that did not live to tell it", async () => {
    const { check, files, events } = await bench();
    delete files["a.jpg"];
    await check();
    events.length = 0;
    await check(true);

    expect(events).toHaveLength(1);
  });
});

describe("what a network's limits leave", () => {
  const left = (count: number) => ({ missingScopes: [], postsLeft: { count, of: 50, hours: 24 } });
  const told = (displayName: string) => [`limit: ${displayName} takes 50 posts in 24 hours, and none is left for it`];

  it("is a risk for the posts of the next hours that are more than it still takes, the latest of them", async () => {
    const { access, publications, services, network } = await bench();
    const later = { dueAt: new Date("2026-11-24T09:01:00Z"), draft };
    await publications.add([aPublication({ publicationId: "p2", ...later })]);
    access.state = left(1);
    const both = { ...job, publications: [...job.publications, { publicationId: "p2", revision: 1 }] };

    await checkAhead(both, services, false);

    const reasons = ["p1", "p2"].map((id) =>
      publications.one(id).risks?.map(({ kind, reason }) => `${kind}: ${reason}`),
    );
    expect(reasons).toEqual([undefined, told(network.network.displayName)]);
  });

  it("says nothing of a post that is due tomorrow", async () => {
    const { access, check, reasons } = await bench({}, { dueAt: new Date("2026-11-25T08:00:00.000Z") });
    access.state = left(0);

    await check();

    expect(reasons()).toBeUndefined();
  });

  it("keeps it from asking where nearly all of them is used", async () => {
    const { access, check, services, reasons } = await bench();
    access.state = new TokenRejectedError("expired");
    const line = await services.budgets.open(channel, {}, noHttp);
    line.refused("checking", new Date("2026-11-24T08:30:00.000Z"));

    await check();

    expect(access.askedCount).toBe(0);
    expect(reasons()).toBeUndefined();
  });

  it("is read off what is asked", async () => {
    const seen: string[] = [];
    const rates = {
      read: ({ request }: Exchange) => {
        seen.push(request.url.pathname);
        return { readings: [], unreadable: [] };
      },
    };
    const asking = async ({ http }: NetworkContext) => {
      await http({ method: "GET", url: new URL("https://network.example/token") });
      return { missingScopes: [] };
    };
    const { check } = await bench({
      http: async () => ({ status: 200, headers: new Headers(), text: "" }),
      openChannel: async (opened, http = noHttp) =>
        bareAccess({ channel: opened, credentials: { accessToken: "t" }, http, now: () => new Date(0) }),
      findNetwork: () => ({ ...new ScriptedNetwork().network, access: { examine: asking }, rates }),
    });

    await check();

    expect(seen).toEqual(["/token"]);
  });
});
