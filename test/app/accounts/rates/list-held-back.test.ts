import { expect, it } from "vitest";
import { listHeldBack } from "#lib/app/accounts/rates/list-held-back.ts";
import { PURPOSES } from "#lib/domain/accounts/rates/purpose.ts";
import { InMemoryBudgets } from "#test/support/in-memory-budgets.ts";
import { describeHeldBack } from "../../../../cli/commands/channel-limits.ts";

const now = new Date("2026-11-24T12:00:00.000Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const channels = [{ channelId: "x/acme", network: "x", name: "acme", remoteId: "1" }];
const common = { network: "x", askedAt: now, readAt: now };

it("tells people which limits hold back what, and until when, in words", async () => {
  const store = new InMemoryBudgets();
  await store.record({ ...common, name: "credits", concerns: PURPOSES, usedShare: 0.72, until: inMinutes(30) });
  await store.record({ ...common, name: "open", concerns: PURPOSES, usedShare: 0.3, until: inMinutes(30) });
  await store.record({ ...common, name: "over", concerns: PURPOSES, usedShare: 1, until: inMinutes(-1) });
  const posts = { channelId: "x/acme", name: "POST /2/tweets", usedShare: 1, until: inMinutes(15) };
  await store.record({ ...common, ...posts, concerns: ["publishing", "replying"] });

  const told = (await listHeldBack(channels, store, now)).map(describeHeldBack);

  expect(told).toEqual([
    expect.stringMatching(/^x\/acme: posts and answers wait until .+: "POST \/2\/tweets" is used up\.$/),
    expect.stringMatching(/^all channels on x: checks ahead and numbers wait until .+: "credits" is used to 72 %\.$/),
  ]);
});
