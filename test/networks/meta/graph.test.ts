import { describe, expect, it } from "vitest";
import * as z from "zod";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import type { HttpRequest } from "#lib/networks/http.ts";
import { appsecretProof, graphGet, graphPost } from "#lib/networks/meta/graph.ts";

function graphThatAnswers(text: string, appSecret?: string) {
  const sent: HttpRequest[] = [];
  const context = {
    channel: { channelId: "facebook/acme", network: "facebook", name: "acme", remoteId: "1755" },
    credentials: { accessToken: "the-token", appSecret },
    now: () => new Date("2026-11-23T10:00:00Z"),
    http: async (request: HttpRequest) => {
      sent.push(request);
      return { status: 200, headers: new Headers(), text };
    },
  };
  return { sent, context };
}

const call = {
  path: ["1755", "feed"],
  params: { message: "é & #", link: undefined },
  answer: z.object({ id: z.string() }),
};

describe("graphPost", () => {
  it("keeps the token out of the address and proves the app's secret", async () => {
    const { sent, context } = graphThatAnswers('{"id":"1"}', "the-secret");

    await graphPost(context, call);

    expect(sent[0]?.url.href).toBe("https://graph.facebook.com/v26.0/1755/feed");
    expect(sent[0]?.headers).toEqual({ authorization: "Bearer the-token" });
    expect(Object.fromEntries(new URLSearchParams(String(sent[0]?.body)))).toEqual({
      message: "é & #",
      appsecret_proof: appsecretProof("the-token", "the-secret"),
    });
  });

  it("sends lists as JSON", async () => {
    const { sent, context } = graphThatAnswers('{"id":"1"}');

    await graphPost(context, { ...call, params: { attached_media: [{ media_fbid: "7" }] } });

    expect(String(sent[0]?.body)).toBe(`attached_media=${encodeURIComponent('[{"media_fbid":"7"}]')}`);
  });

  it.each(["{}", "", "<html>", '{"id":null}'])("does not know the outcome of a 200 that says %j", async (text) => {
    const { context } = graphThatAnswers(text);

    await expect(graphPost(context, call)).rejects.toBeInstanceOf(OutcomeUnknownError);
  });
});

describe("graphGet", () => {
  it("cannot be led to another path by an id", async () => {
    const { sent, context } = graphThatAnswers('{"id":"1"}');

    await graphGet(context, { ...call, path: ["../me?x=1", "comments"] });

    expect(sent[0]?.url.pathname).toBe("/v26.0/..%2Fme%3Fx%3D1/comments");
  });
});
