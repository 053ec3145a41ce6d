import { describe, expect, it } from "vitest";
import { tracedHttp } from "#lib/app/accounts/traced-http.ts";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import type { HttpRequest, HttpResponse } from "#lib/networks/http.ts";
import { traceOf as traceOfGraph } from "#lib/networks/meta/trace.ts";
import type { CommitOutcome, PendingCommit } from "#lib/networks/network.ts";
import { makeTrouble, publishingOf, stageAll, startNetwork } from "#test/support/network-world.ts";
import { type SimulatedNetwork, simulatedNetworks } from "#test/support/simulated-networks.ts";

const request: HttpRequest = { method: "GET", url: new URL("https://network.example/posts") };

function answering(traceId: string | undefined) {
  const response: HttpResponse = { status: 200, headers: new Headers(), text: "" };
  return tracedHttp(
    async () => response,
    () => traceId,
  );
}

describe("the trace id of an answer", () => {
  it.each(["HRhC5jPaWcA", "AyZ-_1a2b3", "a/b+c==", "202210112248442CB9319E1FB30C1073F3"])(
    "is kept: %s",
    async (told) => {
      const { http, traceId } = answering(told);

      await http(request);

      expect(traceId()).toBe(told);
    },
  );

  it.each([
    ["none", undefined],
    ["nothing", ""],
    ["a text", "see <a href='https://evil.example'>here</a>"],
    ["two lines", "abc\ndef"],
    ["a novel", "a".repeat(65)],
  ])("is left out where the network gives %s", async (_, told) => {
    const { http, traceId } = answering(told);

    await http(request);

    expect(traceId()).toBeUndefined();
  });

  it("is not that of an earlier answer when the latest request got none", async () => {
    const answers = [async () => ({ status: 200, headers: new Headers(), text: "" })];
    const lost = () => Promise.reject(new OutcomeUnknownError("reset"));
    const { http, traceId } = tracedHttp(
      () => (answers.shift() ?? lost)(),
      () => "first",
    );

    await http(request);
    await expect(http(request)).rejects.toThrow("reset");

    expect(traceId()).toBeUndefined();
  });
});

describe("Graph's trace id", () => {
  const body = JSON.stringify({ error: { message: "no", code: 100, fbtrace_id: "A-of-the-body" } });

  it.each([
    ["the error's own", body, { "x-fb-trace-id": "H" }, "A-of-the-body"],
    ["the header of a success", '{"id":"1"}', { "x-fb-trace-id": "H", "x-fb-request-id": "R" }, "H"],
    ["the request's, without another", "<html>", { "x-fb-request-id": "R" }, "R"],
    ["none on the page of a proxy", "<html>", {}, undefined],
  ])("is %s", (_, text, headers: Record<string, string>, expected) => {
    expect(traceOfGraph({ status: 400, headers: new Headers(headers), text })).toBe(expected);
  });
});

describe.each(simulatedNetworks.filter(({ network }) => network.traceOf))(
  "what $name calls its answers",
  (simulated) => {
    it.each([
      ["accepts", undefined, "accepted"],
      ["refuses for now", "rateLimit", "notAccepted"],
      ["fails after it has accepted", "errorAfterAccept", "ambiguous"],
    ] as const)("has an id when it %s", async (_, trouble, outcome) => {
      const commit = await committing(simulated, trouble);

      expect(commit).toMatchObject({ outcome: { outcome }, traceId: expect.any(String) });
      expect(commit.traceId).not.toBe("");
    });

    it("has none when the connection is dropped", async () => {
      const { outcome, traceId } = await committing(simulated, "dropAfterAccept");

      expect(outcome.outcome).toBe("ambiguous");
      expect(traceId).toBeUndefined();
    });
  },
);

async function committing(
  simulated: SimulatedNetwork,
  trouble: Parameters<typeof makeTrouble>[1] | undefined,
): Promise<{ outcome: CommitOutcome | PendingCommit; traceId: string | undefined }> {
  const world = startNetwork(simulated);
  const { progress } = await stageAll(world, world.draft());
  if (trouble) makeTrouble(world, trouble);
  const { http, traceId } = tracedHttp(world.context.http, world.network.traceOf);
  const outcome = await publishingOf(world).commit(world.draft(), progress, "key", { ...world.context, http });
  return { outcome, traceId: traceId() };
}
