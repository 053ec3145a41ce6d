import { describe, expect, it } from "vitest";
import { networkBench } from "#test/support/network-bench.ts";
import { simulatedNetworks } from "#test/support/simulated-networks.ts";

const MINUTE_MS = 60_000;
const NINE = Date.parse("2026-11-24T09:00:00.000Z");

const pages = simulatedNetworks.filter(({ network }) => network.name === "facebook");

/** The Page's next post is answered with this error of Graph, and nothing is created. */
function refuseOnce({ simulator }: ReturnType<typeof networkBench>, error: object): void {
  const handle = simulator.handle.bind(simulator);
  let isOpen = true;
  simulator.handle = async (request) => {
    const isPost = request.method === "POST" && new URL(request.url).pathname.endsWith("/feed");
    if (!isPost || !isOpen) return await handle(request);
    isOpen = false;
    return Response.json({ error }, { status: 400 });
  };
}

describe.each(pages)("a post on a Page of $name", (simulated) => {
  it("18: waits and goes out, it does not fail, when the Page posts too fast (368/1390008)", async () => {
    const bench = networkBench(simulated);
    await bench.plan();
    refuseOnce(bench, { message: "We limit how often you can post", code: 368, error_subcode: 1_390_008 });

    await bench.live(75);

    expect(bench.publications.one("p1").state).toBe("published");
    expect(bench.commitCount).toBe(2);
    expect(bench.posts).toHaveLength(1);
    expect(bench.posts[0]?.publishedAt.getTime()).toBeGreaterThanOrEqual(NINE + 30 * MINUTE_MS);
  });

  it.each(["490", "190"])(
    "19: is refused for what it is, not for its token, when an id contains %s",
    async (digits) => {
      const bench = networkBench(simulated);
      await bench.plan();
      const message = `(#100) Object with ID '1755_${digits}${digits}' cannot be loaded`;
      refuseOnce(bench, { message, code: 100, error_subcode: 33, fbtrace_id: `A${digits}x` });

      await bench.live(75);

      expect(bench.publications.one("p1")).toMatchObject({ state: "failed", reason: `Graph 100/33: ${message}` });
      expect(bench.commitCount).toBe(1);
    },
  );
});
