import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginSampleDay, type SampleDay } from "#local/sample-day.ts";
import { judgeMessages, judgePosts } from "#local/scenario/ground-truth.ts";
import { RunningSession } from "./running-session.ts";

const running = new RunningSession();
const pace = { firstDueMs: 10_000, spreadMs: 8_000 };
let day: SampleDay;

beforeAll(async () => {
  const session = await running.start();
  const held: { type: string; detail: unknown }[] = [];
  running.onEvent((event) => held.push(event));
  day = await beginSampleDay(session, (error) => running.trouble.push(String(error)), pace);
  for (const { type, detail } of held) day.director.onEvent(type, detail);
  running.onEvent(({ type, detail }) => day.director.onEvent(type, detail));
  await day.director.over;
}, 120_000);
afterAll(() => running.remove());

const told = (type: string) => running.events.filter((event) => event.type === type);

describe("the sample day, through the template that deploys", () => {
  it("shows followers every wanted post exactly once", () => {
    const verdict = judgePosts(day.posts, running.session.networks.simulators);

    expect(verdict).toEqual({ published: day.posts.length, duplicates: 0, lost: 0 });
    expect(new Set(day.posts.map(({ network }) => network)).size).toBe(4);
  });

  it("shows nothing that was not wanted", () => {
    const live = running.session.networks.simulators.flatMap(({ truth }) => truth.posts);

    expect(live).toHaveLength(day.posts.filter(({ isBelow }) => !isBelow).length);
  });

  it("brings every message of a customer to customer service, and answers go back", () => {
    const { received, replied } = judgeMessages(day.posts, running.session.networks.simulators);

    expect(new Set(told("MessageRouted").map(({ detail }) => JSON.stringify(detail))).size).toBe(received);
    expect(replied).toBe(told("ReplySent").length);
    expect(replied).toBeGreaterThan(0);
  });

  it("keeps alternative texts on the networks that have them", () => {
    const media = running.session.networks.simulators.flatMap(({ truth }) => truth.posts.flatMap((post) => post.media));

    expect(media.filter(({ altText }) => altText?.includes("croissants")).length).toBeGreaterThan(1);
  });

  it("tells the calendar's bad rows by line and column", () => {
    const [imported] = told("CalendarImported");

    expect(imported?.detail).toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ line: 22, column: "date" })]),
    });
  });

  it("writes no secret, and nothing that people wrote or are called, into logs and events", () => {
    const { company, networks } = running.session;
    const secrets = company.channels.flatMap(({ simulated: { accessToken, appSecret, grant }, verifyToken }) => [
      ...[accessToken, appSecret, verifyToken],
      ...(grant ? [grant.refreshToken, grant.clientId, grant.clientSecret] : []),
    ]);
    const messages = networks.simulators.flatMap(({ truth }) => truth.messages);
    const people = messages.filter(({ isOurs }) => !isOurs).flatMap(({ author, text }) => [author.name, text]);
    const written = [...running.log, ...running.events.map((event) => JSON.stringify(event))].join("\n");

    expect(running.log.length).toBeGreaterThan(20);
    expect([...secrets, ...people].filter((secret) => written.includes(secret))).toEqual([]);
  });

  it("meets no trouble", () => {
    expect(running.trouble).toEqual([]);
  });
});
